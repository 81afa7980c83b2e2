/** Completing a scenario's text: where the cursor is, and what the schema allows there. Pure. */
import { allowedAt } from '../../../shared/scenario/schema-walk.ts';

export interface Place {
  /** Names of the groups around the cursor, outermost first; of a value, its own name last. */
  readonly path: readonly string[];
  readonly kind: 'field' | 'value';
  /** Where the word under the cursor begins. */
  readonly from: number;
}

const KEY = /^(\s*)(?:- )?([A-Za-z]\w*)\s*:/;

/** Where in the document a position is: told from the indents above, since a text under work is seldom whole. Null within a comment. */
export function placeAt(text: string, at: number): Place | null {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(start, at);
  if (/(^|\s)#/.test(line)) return null;
  const word = /[\w.*%-]*$/.exec(line)?.[0] ?? '';
  const from = at - word.length;
  const before = line.slice(0, line.length - word.length);
  const around: string[] = [];
  let indent = /^\s*/.exec(line)?.[0].length ?? 0;
  // A list's item belongs to the name above it, which may stand at the same indent.
  let below = /^\s*- /.test(line) ? indent + 1 : indent;
  for (const above of text.slice(0, Math.max(0, start - 1)).split('\n').reverse()) {
    const found = start > 0 ? KEY.exec(above) : null;
    if (!found || (found[1] as string).length >= below) continue;
    indent = (found[1] as string).length;
    below = indent;
    around.unshift(found[2] as string);
    if (indent === 0) break;
  }
  // Within the line: `name: …`, and names and braces of a flow map.
  const own: string[] = [];
  let pending: string | null = null;
  for (const [token, name] of before.matchAll(/([A-Za-z]\w*)\s*:(?=\s|$)|[{}[\],]/g)) {
    if (name !== undefined) pending = name;
    else if (token === '{') {
      own.push(pending ?? '');
      pending = null;
    } else if (token === '}') {
      own.pop();
      pending = null;
    } else if (token === ',' && !openList(before)) pending = null;
  }
  const path = [...around, ...own.filter(Boolean)];
  if (pending !== null) return { path: [...path, pending], kind: 'value', from };
  return /^\s*- *$/.test(before) ? { path, kind: 'value', from } : { path, kind: 'field', from };
}

/** Whether a flow list is open at the end of a line: a comma in it does not end the field. */
const openList = (line: string): boolean => line.lastIndexOf('[') > line.lastIndexOf(']');

export interface Proposal {
  readonly label: string;
  readonly kind: 'field' | 'value';
  /** What is put in: a field with its colon. */
  readonly apply: string;
}

/** What may be written at a place; `more`: values that the schema does not name one by one (the stacks found). */
export function proposalsAt({ path, kind }: Place, more: (path: readonly string[]) => readonly string[]): Proposal[] {
  const { fields, values } = allowedAt(path);
  if (kind === 'field') return fields.map((label) => ({ label, kind, apply: `${label}: ` }));
  return [...new Set([...values, ...more(path)])].map((label) => ({ label, kind, apply: /[*]/.test(label) ? `"${label}"` : label }));
}
