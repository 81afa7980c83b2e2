import { describe, expect, it } from 'vitest';
import { toMarkdown, toTsv } from './table-text.ts';

const table = { heads: 1, rows: [['arm', 'p50, µs', 'note'], ['go → go', '1\u00a0096.5', 'a\tb\nc'], ['x|y', '−3', '— ']] };

describe('a table for other programs', () => {
  it('as TSV has plain numbers, and no tab or line end inside a cell', () => {
    expect(toTsv(table)).toBe('arm\tp50, µs\tnote\ngo → go\t1096.5\ta b c\nx|y\t-3\t—');
    expect(toTsv({ heads: 0, rows: [['1\u00a0096\u00a0µs', '±1.4\u00a0%']] })).toBe('1 096 µs\t±1.4 %');
  });

  it('as Markdown escapes pipes, fills short rows, joins heads and sets figures to the right', () => {
    expect(toMarkdown(table)).toBe('| arm | p50, µs | note |\n| --- | --: | --- |\n| go → go | 1 096.5 | a b c |\n| x\\|y | −3 | — |');
    expect(toMarkdown({ heads: 2, rows: [['a', 'b'], ['c'], ['d']] })).toBe('| a c | b |\n| --- | --- |\n| d |  |');
  });
});
