/** The notes' own tree as elements: no string of a person ever becomes markup. */
import { createElement, type ReactNode } from 'react';
import { addressBeside, type NoteBlock, type NoteInline } from '../../../shared/report/notes.ts';

function Inline({ node }: { readonly node: NoteInline }): ReactNode {
  switch (node.type) {
    case 'text': return node.value;
    case 'inlineCode': return <code>{node.value}</code>;
    case 'break': return <br />;
    case 'strong': return <strong><Inlines nodes={node.children} /></strong>;
    case 'emphasis': return <em><Inlines nodes={node.children} /></em>;
    case 'delete': return <del><Inlines nodes={node.children} /></del>;
    case 'link': {
      const address = addressBeside(node);
      // Inert in the window, which goes nowhere; a link in PDF and HTML.
      return <><a href={node.url} rel="noopener noreferrer nofollow" target="_blank"><Inlines nodes={node.children} /></a>{address === null ? null : ` (${address})`}</>;
    }
  }
}
const Inlines = ({ nodes }: { readonly nodes: readonly unknown[] }): ReactNode => nodes.map((node, index) => <Inline key={index} node={node as NoteInline} />);

/** `rows`: of a list its items, of a table its rows, from … to, where pages break between them. */
export function NoteView({ note, rows: shown }: { readonly note: NoteBlock; readonly rows?: readonly [number, number] | undefined }): ReactNode {
  const cut = <T,>(all: readonly T[]): readonly T[] => (shown ? all.slice(shown[0], shown[1]) : all);
  switch (note.type) {
    case 'paragraph': return <p><Inlines nodes={note.children} /></p>;
    case 'heading': return createElement(`h${note.depth}`, null, <Inlines nodes={note.children} />);
    case 'code': return <pre>{note.value}</pre>;
    case 'thematicBreak': return <hr />;
    case 'blockquote': return <blockquote><Notes notes={note.children} /></blockquote>;
    case 'list': {
      const items = cut(note.children).map((item, index) => <li key={index}><Notes notes={item.children} /></li>);
      return note.ordered === true ? <ol start={(note.start ?? 1) + (shown?.[0] ?? 0)}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table': {
      const [head, ...rows] = note.children;
      const align = (index: number): string | undefined => (note.align?.[index] === 'right' ? 'num' : undefined);
      return (
        <table className="rt">
          <thead><tr>{head?.children.map((cell, index) => <th key={index} scope="col" className={align(index)}><Inlines nodes={cell.children} /></th>)}</tr></thead>
          <tbody>{cut(rows).map((row, at) => <tr key={at}>{row.children.map((cell, index) => <td key={index} className={align(index) ?? 'wrap'}><Inlines nodes={cell.children} /></td>)}</tr>)}</tbody>
        </table>
      );
    }
  }
}
const Notes = ({ notes }: { readonly notes: readonly unknown[] }): ReactNode => notes.map((note, index) => <NoteView key={index} note={note as NoteBlock} />);
