import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en, zh } from './resources.ts';

function keys(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' && inner !== null ? keys(inner as object, `${prefix}${key}.`) : [`${prefix}${key}`]));
}
/** Plural forms differ by language: English has two, Chinese one. */
const plain = (all: string[]): string[] => [...new Set(all.map((key) => key.replace(/_(one|other)$/, '')))].sort();

describe.each(Object.keys(en) as (keyof typeof en)[])('%s', (area) => {
  it('has the same keys in both languages', () => expect(plain(keys(zh[area]))).toEqual(plain(keys(en[area]))));

  it('leaves nothing empty', () => {
    for (const language of [en, zh]) for (const text of JSON.stringify(language[area]).match(/:"[^"]*"/g) ?? []) expect(text).not.toBe(':""');
  });
});

it('every key that a screen asks for by name is there', () => {
  const root = join(import.meta.dirname, '..');
  const missing: string[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx')) continue;
    const source = readFileSync(join(root, file), 'utf8');
    const spaces = [...source.matchAll(/useTranslation\('(\w+)'\)/g)].map(([, name]) => name as keyof typeof en);
    if (new Set(spaces).size !== 1) continue;
    const known = new Set(plain(keys(en[spaces[0] as keyof typeof en])));
    for (const [, key] of source.matchAll(/\bt\('([\w.:]+)'/g)) if (key && !key.includes(':') && !known.has(key)) missing.push(`${file}: ${key}`);
  }
  expect(missing).toEqual([]);
});
