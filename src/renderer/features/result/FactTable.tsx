/** A table of facts with its title above and what it means below. */
interface FactTableProps {
  readonly testId: string;
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numeric?: boolean;
}

export function FactTable({ testId, title, note, head, rows, numeric = false }: FactTableProps) {
  const place = (index: number): string => (numeric && index > 0 ? 'num' : 'small');
  return (
    <section className="pane rule-b" data-testid={testId}>
      <div className="ph rule-b"><h2>{title}</h2></div>
      <div className="result-scroll">
        <table className="tb">
          <thead><tr>{head.map((text, index) => <th key={text} className={place(index)}>{text}</th>)}</tr></thead>
          <tbody>{rows.map((cells) => <tr key={cells.slice(0, 2).join(' ')}>{cells.map((text, index) => <td key={head[index]} className={place(index)}>{text}</td>)}</tr>)}</tbody>
        </table>
      </div>
      <p className="tiny dim run-pad noise-says">{note}</p>
    </section>
  );
}
