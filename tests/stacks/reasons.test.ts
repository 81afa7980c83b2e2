/** What stacks say of what they cannot do is Chinese in a Chinese window: those of this machine, and versions that only their sources tell of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reasonIn } from '../../src/shared/reasons/index.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.close());

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(reasonIn(text, 'zh'));

it('has words for every reason, and for what is so only under a condition', async () => {
  const stacks = await world.engine.stacks.list();
  const said = stacks.flatMap(({ id, available, reason, not }) => [
    ...not.flatMap(({ what, why }) => [why, ...(what.includes(' ') ? [what] : [])].map((text) => [id, text] as const)),
    ...(available || reason === null ? [] : [[id, reason] as const]),
  ]);
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter(([, text]) => !isChinese(text))).toEqual([]);
});

const STACKS = join(import.meta.dirname, '../../stacks');
/** Where the workers' sources hold such texts. */
const SOURCES = [
  'go/internal/stack/capabilities.go', 'go/internal/stack/facts_go125.go', 'go/internal/stack/facts_old.go', 'go-quic/capabilities.go', 'node/lib/capabilities.mjs', 'openssl/src/capabilities.c',
  ...['Stack/Capabilities', 'Stack/Resumption', 'Stack/SessionCache', 'Stack/KeyLog', 'Profiling/ProfilerProgram'].map((name) => `dotnet/src/HandshakeLab.Worker/${name}.cs`),
];
const COMMENT = /^\s*\/\/.*$/gm;
/** Several words; no address, no pattern for JSON, no expression of C#. */
const isSentence = (text: string): boolean => text.split(' ').length > 2 && /[a-z]{3}/.test(text) && !text.includes('://') && !text.startsWith('{');

it.each(SOURCES)('has words for every sentence of %s', (path) => {
  const quote = path.endsWith('.mjs') ? "'" : '"';
  const literals = readFileSync(join(STACKS, path), 'utf8').replace(COMMENT, '').matchAll(new RegExp(`${quote}([^${quote}\\n]*)${quote}`, 'g'));
  // What C# puts in between is some word.
  const texts = [...literals].flatMap(([, text = '']) => (isSentence(text) ? [text.replaceAll(/\{[\w.]+\}/g, 'X')] : []));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => !isChinese(text))).toEqual([]);
});
