/** A PDF as poppler reads it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });

export interface Pdf {
  readonly title: string;
  readonly pages: number;
  readonly tagged: boolean;
  /** Structure tree and its mark in the catalogue, as a reader looks for them. */
  readonly structure: boolean;
  /** How often each structure type occurs. */
  readonly tags: ReadonlyMap<string, number>;
  /** Texts that stand for figures. */
  readonly alternatives: number;
  /** Of the document, as BCP 47; null where none is said. */
  readonly language: string | null;
  readonly outline: boolean;
  /** The text of each page. */
  readonly text: readonly string[];
  readonly fonts: readonly { readonly name: string; readonly type: string; readonly embedded: boolean }[];
  /** Bitmaps; a figure as one is not sharp in print. */
  readonly images: number;
}

function tagsOf(path: string): Map<string, number> {
  const tags = new Map<string, number>();
  for (const [, tag] of run('pdfinfo', '-struct', path).matchAll(/^ *([A-Z]\w*) </gm)) tags.set(tag as string, (tags.get(tag as string) ?? 0) + 1);
  return tags;
}

export function readPdf(path: string): Pdf {
  const raw = readFileSync(path, 'latin1');
  const info = new Map(run('pdfinfo', path).split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  return {
    title: info.get('Title') ?? '',
    pages: Number(info.get('Pages')),
    tagged: info.get('Tagged') === 'yes',
    structure: /\/MarkInfo <<[^>]*\/Marked true/.test(raw) && /\/StructTreeRoot \d+ 0 R/.test(raw) && raw.includes('/Type /StructTreeRoot'),
    tags: tagsOf(path),
    alternatives: raw.match(/\/Alt [<(]/g)?.length ?? 0,
    language: /\/Lang \(([^)]*)\)/.exec(raw.slice(raw.indexOf('/Type /Catalog')))?.[1] ?? null,
    outline: raw.includes('/Outlines '),
    // Each page ends with a form feed.
    text: run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1),
    fonts: run('pdffonts', path)
      .split('\n')
      .slice(2)
      .filter(Boolean)
      .map((line) => {
        const [name = '', ...rest] = line.split(/\s{2,}|\s(?=yes|no)/);
        return { name, type: rest[0] ?? '', embedded: /\syes\s+(?:yes|no)\s+(?:yes|no)\s+\d+\s+\d+\s*$/.test(line) };
      }),
    images: run('pdfimages', '-list', path).split('\n').slice(2).filter(Boolean).length,
  };
}

/** White space differs with the layout; words do not. */
export const words = (pages: readonly string[]): string => pages.join(' ').replace(/\s+/g, ' ');
