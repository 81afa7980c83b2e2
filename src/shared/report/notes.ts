/**
 * The notes of a report: Markdown (CommonMark with tables, strikethrough and bare links) as a tree that is safe to draw.
 * Nothing of it is ever markup of the page: HTML stands as the text it is, images stand as links and are not loaded,
 * and links other than http, https and mailto lose their address. Pure.
 */
import type { BlockContent, Definition, Heading, Link, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export type NoteInline = Extract<PhrasingContent, { type: 'text' | 'strong' | 'emphasis' | 'delete' | 'inlineCode' | 'link' | 'break' }>;
export type NoteBlock = Extract<RootContent, { type: 'paragraph' | 'heading' | 'list' | 'blockquote' | 'code' | 'thematicBreak' | 'table' }>;

/** Headings of notes stand below the report's own h1 and h2. */
const BELOW = 2;
const SAFE = /^(?:https?:\/\/|mailto:)[^\s<>"'`\\]+$/i;
export const isSafeAddress = (url: string): boolean => SAFE.test(url);

type Addresses = ReadonlyMap<string, string>;

/** A link to a safe address, or its words alone. */
function linked(url: string | undefined, children: PhrasingContent[], addresses: Addresses): NoteInline[] {
  const words = inlines(children, addresses).filter((one) => one.type !== 'link');
  return url !== undefined && isSafeAddress(url) ? [{ type: 'link', url, children: words as Link['children'] }] : words;
}

const textOf = (value: string): NoteInline[] => (value === '' ? [] : [{ type: 'text', value }]);

function inline(node: PhrasingContent, addresses: Addresses): NoteInline[] {
  switch (node.type) {
    case 'text': return [{ type: 'text', value: node.value }];
    case 'inlineCode': return [{ type: 'inlineCode', value: node.value }];
    case 'break': return [{ type: 'break' }];
    case 'html': return textOf(node.value);
    case 'strong': case 'emphasis': case 'delete': return [{ type: node.type, children: inlines(node.children, addresses) }];
    case 'link': return linked(node.url, node.children, addresses);
    case 'linkReference': return linked(addresses.get(node.identifier), node.children, addresses);
    case 'image': return linked(node.url, [{ type: 'text', value: node.alt || node.url }], addresses);
    case 'imageReference': return linked(addresses.get(node.identifier), [{ type: 'text', value: node.alt || node.identifier }], addresses);
    case 'footnoteReference': return textOf(`[${node.label ?? node.identifier}]`);
    default: return [];
  }
}
const inlines = (nodes: readonly PhrasingContent[], addresses: Addresses): NoteInline[] => nodes.flatMap((node) => inline(node, addresses));

function block(node: RootContent, addresses: Addresses): NoteBlock[] {
  switch (node.type) {
    case 'paragraph': return [{ type: 'paragraph', children: inlines(node.children, addresses) }];
    case 'heading': return [{ type: 'heading', depth: Math.min(6, node.depth + BELOW) as Heading['depth'], children: inlines(node.children, addresses) }];
    case 'html': return [{ type: 'paragraph', children: textOf(node.value) }];
    case 'code': return [{ type: 'code', value: node.value }];
    case 'thematicBreak': return [{ type: 'thematicBreak' }];
    case 'blockquote': return [{ type: 'blockquote', children: blocks(node.children, addresses) as BlockContent[] }];
    case 'list': return [{
      type: 'list', ordered: node.ordered === true, ...(node.ordered === true ? { start: node.start ?? 1 } : {}), spread: false,
      // A box of a task list is a letter of its text, as in every form it is only looked at.
      children: node.children.map((item): ListItem => ({ type: 'listItem', spread: false, children: ticked(item.checked, blocks(item.children, addresses)) as BlockContent[] })),
    }];
    case 'table': return [{
      type: 'table', align: node.align ?? [],
      children: node.children.map((row) => ({ type: 'tableRow', children: row.children.map((cell) => ({ type: 'tableCell', children: inlines(cell.children, addresses) })) })),
    } satisfies Table];
    case 'footnoteDefinition': return ticked(`[${node.label ?? node.identifier}]`, blocks(node.children, addresses));
    default: return [];
  }
}
const blocks = (nodes: readonly RootContent[], addresses: Addresses): NoteBlock[] => nodes.flatMap((node) => block(node, addresses));

/** Blocks led by a mark: ☑, ☐ or a footnote's label. */
function ticked(mark: boolean | string | null | undefined, content: NoteBlock[]): NoteBlock[] {
  if (mark === null || mark === undefined) return content;
  const text = typeof mark === 'string' ? mark : mark ? '☑' : '☐';
  const [first, ...rest] = content;
  return first?.type === 'paragraph' ? [{ type: 'paragraph', children: [{ type: 'text', value: `${text} ` }, ...first.children] }, ...rest] : [{ type: 'paragraph', children: [{ type: 'text', value: text }] }, ...content];
}

function addressesIn(nodes: readonly (RootContent | Root)[], found = new Map<string, string>()): Map<string, string> {
  for (const node of nodes) {
    if (node.type === 'definition') found.set((node satisfies Definition).identifier, node.url);
    else if ('children' in node) addressesIn(node.children, found);
  }
  return found;
}

/** Never throws: every text is Markdown. */
export function readNotes(text: string): NoteBlock[] {
  const { children } = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return blocks(children, addressesIn(children));
}

/** A link says its address, unless its words do: paper cannot be clicked. */
export function addressBeside(link: Link): string | null {
  const words = wordsOf(link.children);
  return words === link.url || `mailto:${words}` === link.url ? null : link.url;
}

/** The words alone. */
export const wordsOf = (nodes: readonly PhrasingContent[]): string => nodes.map((node) => ('value' in node ? node.value : 'children' in node ? wordsOf(node.children) : node.type === 'break' ? ' ' : '')).join('');
