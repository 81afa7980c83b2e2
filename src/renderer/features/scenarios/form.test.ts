import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { writablePaths } from '../../../shared/scenario/schema-walk.ts';
import { parseScenario, Scenario, type ScenarioInput } from '../../../shared/scenario/schema.ts';
import '../../i18n/index.ts';
import { Form } from './Form.tsx';

const stacks = { client: 'go', server: ['go', 'nginx'] };
/** Between them, every field that is shown only where it counts. */
const SCENARIOS: readonly Partial<ScenarioInput>[] = [
  { session: { resumption: ['full', 'cache'] }, length: { for: '20s' } },
  { session: { resumption: 'ticket', earlyData: 'accepted' }, exchange: { requestBytes: 100, responseBytes: 100 }, length: { handshakes: 1000 } },
  { load: { loop: 'open', rate: [100, 200] }, network: { roundTrip: '10ms', fault: { at: 'Finished', action: 'drop' } }, length: { until: '1%' } },
];
/** The map gives CPUs to these three; the file's version is no choice. */
const ELSEWHERE = ['cpus.server', 'cpus.client', 'cpus.reserve', 'format', 'name'];

const fieldsOf = (input: Partial<ScenarioInput>): string[] =>
  [...renderToStaticMarkup(createElement(Form, { scenario: Scenario.parse({ stacks, ...input }), onChange: () => undefined })).matchAll(/data-(field|fields)="([^"]*)"/g)].flatMap(([, kind, names]) => (kind === 'field' ? [names as string] : (names as string).split(' ').filter((name) => name === 'cpus')));

it('every field of the schema has its place in the form', () => {
  const shown = new Set(SCENARIOS.flatMap(fieldsOf));
  expect(writablePaths().filter((path) => !shown.has(path) && !ELSEWHERE.includes(path))).toEqual([]);
});

it('the form has no field that the schema does not know', () => {
  const known = new Set(writablePaths());
  expect(SCENARIOS.flatMap(fieldsOf).filter((path) => !known.has(path))).toEqual([]);
});

it('whatever is wrong with a field is said in words, in both languages', () => {
  const messages = new Set<string>();
  for (const path of writablePaths()) {
    for (const bad of ['?', -1, 1.5, 1e12, true, {}, [], [1, 1], ['x', 'x'], null, { for: 1 }, { at: 'x' }, [300, 0.5]]) {
      const document: Record<string, unknown> = { stacks: { client: 'go', server: 'go' }, load: { loop: 'open', rate: 100 }, exchange: { requestBytes: 1 }, network: { roundTrip: '0ms', fault: { at: 'Finished', action: 'drop' } } };
      let at = document;
      for (const part of path.split('.').slice(0, -1)) at = (at[part] = typeof at[part] === 'object' && at[part] !== null ? at[part] : {}) as Record<string, unknown>;
      at[path.split('.').at(-1) as string] = bad;
      const parsed = parseScenario(document);
      if (!parsed.ok) for (const { message } of parsed.problems) messages.add(message);
    }
  }
  expect(messages.size).toBeGreaterThan(50);
  // Zod's own words name neither the value nor what to put.
  expect([...messages].filter((message) => /^(Invalid|Too|Unrecognized)/.test(message))).toEqual([]);
  expect([...messages].filter((message) => reasonIn(message, 'zh') === message)).toEqual([]);
});
