/** Columns of text in a terminal: the first flush left, figures flush right. East Asian letters count two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/gu;
const width = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

export function table(head: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const widths = head.map((name, column) => Math.max(width(name), ...rows.map((row) => width(row[column] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => {
      const space = ' '.repeat((widths[column] as number) - width(cell));
      return column < left ? cell + space : space + cell;
    }).join('  ').trimEnd();
  return [line(head), line(widths.map((one) => '─'.repeat(one))), ...rows.map(line)].join('\n');
}
