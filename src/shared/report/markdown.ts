/**
 * A report as Markdown (CommonMark with GitHub's tables): the same words and figures in the same order. Drawings stand as
 * their caption, and the table that follows each of them in every form holds what they show. Pure.
 */
import type { BlockContent, PhrasingContent, RootContent, Table, TableRow } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Part } from '../result/verdict-words.ts';
import type { Block, Cell, ReportDocument } from './block.ts';
import { addressBeside, type NoteBlock } from './notes.ts';

const text = (value: string): PhrasingContent => ({ type: 'text', value });
const strong = (value: string): PhrasingContent => ({ type: 'strong', children: [text(value)] });
const paragraph = (...children: PhrasingContent[]): RootContent => ({ type: 'paragraph', children });
const heading = (depth: 1 | 2 | 3, value: string): RootContent => ({ type: 'heading', depth, children: [text(value)] });
const parts = (all: readonly Part[]): PhrasingContent[] => all.map((part) => (part.strong ? strong(part.text) : text(part.text)));
const listOf = (items: readonly PhrasingContent[][]): RootContent[] =>
  items.length === 0 ? [] : [{ type: 'list', ordered: false, spread: false, children: items.map((children) => ({ type: 'listItem', spread: false, children: [{ type: 'paragraph', children }] })) }];

/** GitHub's tables hold one line a cell; `<br>` is what they take for another. */
const lines = (value: string, written: (line: string) => PhrasingContent): PhrasingContent[] =>
  value.split('\n').flatMap((line, index) => [...(index === 0 ? [] : [{ type: 'html', value: '<br>' } as const]), ...(line === '' ? [] : [written(line)])]);

const row = (cells: readonly PhrasingContent[][]): TableRow => ({ type: 'tableRow', children: cells.map((children) => ({ type: 'tableCell', children })) });

/** A cell, and after one that spans several the empty ones that it covers. */
const cellsOf = (cell: Cell): PhrasingContent[][] => [
  [...lines(cell.text, cell.tone === 'strong' ? strong : text), ...(cell.pm === undefined ? [] : [text(` ${cell.pm}`)])],
  ...Array.from({ length: (cell.span ?? 1) - 1 }, () => []),
];

/** The address beside a link's words, as the other forms have it. */
function withAddresses(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'link') return addressBeside(node) === null ? [node] : [node, text(' ('), { type: 'link', url: node.url, children: [text(node.url)] }, text(')')];
    return 'children' in node ? [{ ...node, children: withAddresses(node.children) } as PhrasingContent] : [node];
  });
}

function noteOf(note: NoteBlock): RootContent {
  switch (note.type) {
    case 'paragraph': case 'heading': return { ...note, children: withAddresses(note.children) };
    case 'list': return { ...note, children: note.children.map((item) => ({ ...item, children: item.children.map((child) => noteOf(child as NoteBlock) as BlockContent) })) };
    case 'blockquote': return { ...note, children: note.children.map((child) => noteOf(child as NoteBlock) as BlockContent) };
    case 'table': return { ...note, children: note.children.map((one) => ({ ...one, children: one.children.map((cell) => ({ ...cell, children: withAddresses(cell.children) })) })) };
    default: return note;
  }
}

function contentOf(block: Block): RootContent[] {
  switch (block.kind) {
    case 'title':
      return [paragraph(text(block.eyebrow)), heading(1, block.text), ...(block.author === '' ? [] : [paragraph(text(block.author))])];
    case 'verdict':
      return [paragraph(...parts(block.parts)), ...block.notices.map((notice) => paragraph(text(notice))), ...listOf(block.details.map(parts))];
    case 'heading':
      return [heading(2, block.text)];
    case 'paragraph':
      return [paragraph(text(block.text))];
    case 'table':
      return [
        { type: 'table', align: block.columns.map(({ number }) => (number ? 'right' : null)), children: [row(block.columns.map((column) => [text(column.text)])), ...block.rows.map((cells) => row(cells.flatMap(cellsOf)))] } satisfies Table,
        ...(block.caption === '' ? [] : [paragraph(text(block.caption))]),
      ];
    case 'pairs':
      return [{ type: 'table', children: [row([[], []]), ...block.rows.map(({ name, value, mono }) => row([[text(name)], lines(value, mono ? (line) => ({ type: 'inlineCode', value: line }) : text)]))] }];
    case 'code':
      return [{ type: 'code', lang: 'yaml', value: block.text }];
    case 'note':
      return [noteOf(block.note)];
    case 'flame': case 'rates':
      return [heading(3, block.heading), paragraph(text(block.caption))];
    case 'distribution': case 'noise': case 'scaling':
      return [paragraph(text(block.caption))];
  }
}

export const toReportMarkdown = ({ blocks }: Pick<ReportDocument, 'blocks'>): string =>
  toMarkdown({ type: 'root', children: blocks.flatMap(contentOf) }, { extensions: [gfmToMarkdown({ tablePipeAlign: false })], bullet: '-', fences: true, rule: '-' });
