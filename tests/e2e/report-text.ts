/** The text of a report in each of its forms, for comparing them. */
import { execFileSync } from 'node:child_process';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Without white space, which differs with the layout. */
export const tight = (text: string): string => text.replace(/\s+/g, '');

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/** Of the body, without drawings and what belongs to them. */
export const htmlText = (html: string): string =>
  html
    .slice(html.indexOf('<body>'))
    .replace(/<div class="rp-drawing">[\s\S]*?<\/div>(?=<figcaption)/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:#(\d+)|(\w+));/g, (all, code: string | undefined, name: string | undefined) => (code === undefined ? (NAMED[name as string] ?? all) : String.fromCodePoint(Number(code))));

const words = (node: Nodes): string => (node.type === 'html' ? ' ' : 'value' in node ? node.value : 'children' in node ? node.children.map((child) => words(child)).join('') : ' ');
export const markdownText = (markdown: string): string => words(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));

/** In the order of the page's content; heads and feet of pages are left out by what they end in. */
export function pdfText(path: string): string {
  const pages = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' }, maxBuffer: 64e6 }).split('\f').slice(0, -1);
  const furniture = /Handshake Lab$|page \d+ of \d+$|第\s*\d+\s*页，共\s*\d+\s*页$/;
  return pages.map((page) => page.trimEnd().split('\n').filter((line, index, all) => index < all.length - 2 || !furniture.test(line.trim())).join('\n')).join('\n');
}

/** The first piece that does not stand after those before it; null where all do. */
export function missingIn(text: string, pieces: readonly string[]): string | null {
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(tight(piece), from);
    if (at < 0) return piece;
    from = at + tight(piece).length;
  }
  return null;
}
