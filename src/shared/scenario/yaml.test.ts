import { describe, expect, it } from 'vitest';
import { allowedAt, writablePaths } from './schema-walk.ts';
import { Scenario } from './schema.ts';
import { parseScenarioText, textSaying, toScenarioText } from './yaml.ts';

const TEXT = `# What does a longer chain cost?
name: Chains # shown in the library
stacks:
  client: go
  server: [ go, node ]

# one by one
certificates:
  intermediates:
    - 1 # the usual
    - 2
keyExchange: { groups: p256 } # pinned
length: { for: 20s }
`;
const scenarioOf = (text: string): Scenario => {
  const parsed = parseScenarioText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
};
const base = scenarioOf(TEXT);
/** The text after a change, having checked that it says the changed scenario. */
const changed = (change: (scenario: Scenario) => Scenario): string => {
  const scenario = change(base);
  const { text, kept } = textSaying(scenario, TEXT);
  expect(kept).toBe(true);
  expect(scenarioOf(text)).toEqual(scenario);
  return text;
};

describe('a person’s text', () => {
  it('stays as it is where it says the same', () => expect(textSaying(base, TEXT)).toEqual({ text: TEXT, kept: true }));
  it('keeps every comment when a value changes', () => expect(changed((scenario) => ({ ...scenario, name: 'Long chains' }))).toBe(TEXT.replace('name: Chains', 'name: Long chains')));
  it('keeps the comments of a list’s items', () => expect(changed((scenario) => ({ ...scenario, certificates: { ...scenario.certificates, intermediates: [1, 2, 5] } }))).toBe(TEXT.replace('    - 2\n', '    - 2\n    - 5\n')));
  it('keeps a list a list when one value is left', () => expect(changed((scenario) => ({ ...scenario, certificates: { ...scenario.certificates, intermediates: [1] } }))).toBe(TEXT.replace('    - 2\n', '')));
  it('keeps a comment where a value becomes a list', () => {
    const text = changed((scenario) => ({ ...scenario, keyExchange: { ...scenario.keyExchange, groups: ['p256', 'x25519'] } }));
    expect(text).toContain('# pinned');
    expect(text).toContain('# one by one');
  });
  it('gets the fields that it had left to the defaults, and loses those that are gone', () => {
    const text = changed((scenario) => ({ ...scenario, length: { handshakes: 500 }, load: { ...scenario.load, connections: [1, 8] }, seed: 7 }));
    expect(text).toContain('handshakes: 500');
    expect(text).not.toContain('20s');
    expect(text).toContain('seed: 7');
    expect(text).toContain('# What does a longer chain cost?');
  });
  it('is written anew where it cannot be changed in its place, and that is said', () => {
    const aliased = 'stacks: { client: &one go, server: *one }\n';
    const next = { ...scenarioOf(aliased), stacks: { client: ['node'], server: ['go'] } };
    expect(textSaying(next, aliased)).toEqual({ text: toScenarioText(next), kept: false });
    expect(textSaying(base, 'no: [scenario')).toEqual({ text: toScenarioText(base), kept: false });
  });
});

describe('a problem', () => {
  const problems = (text: string) => {
    const parsed = parseScenarioText(text);
    return parsed.ok ? [] : parsed.problems.map(({ field, line, range }) => [field, line, range === null ? null : text.slice(...range)]);
  };
  it('is marked at the value that is wrong', () => expect(problems(TEXT.replace('p256', 'p250'))).toEqual([['keyExchange.groups', 12, 'p250']]));
  it('is marked at what is no field', () => expect(problems(`${TEXT}loadd: { connections: 2 }\n`)).toEqual([['loadd', 14, '{ connections: 2 }']]));
  it('is marked at the group where something is missing', () => expect(problems('stacks:\n  client: go\n')).toEqual([['stacks.server', 1, 'stacks']]));
  it('has no place where nothing is', () => expect(problems('name: Nothing\n')).toEqual([['stacks', null, null]]));
  it('of the syntax is marked at each place', () => {
    const found = problems('stacks: { client: go\nname: "open\n');
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(([field, line]) => field === 'YAML' && typeof line === 'number')).toBe(true);
  });
  it('of aliases that would blow up is said, not thrown', () => expect(problems(`a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`)[0]?.[0]).toBe('YAML'));
});

describe('what may stand where', () => {
  it('is read off the schema', () => {
    expect(allowedAt([]).fields).toEqual(expect.arrayContaining(['stacks', 'keyExchange', 'length', 'cpus', 'seed']));
    expect(allowedAt(['keyExchange']).fields).toEqual(['groups', 'retry']);
    expect(allowedAt(['keyExchange', 'groups']).values).toContain('x25519mlkem768');
    expect(allowedAt(['keyExchange', 'retry']).values).toEqual(['true', 'false']);
    expect(allowedAt(['tls']).values).toEqual(['1.2', '1.3']);
    expect(allowedAt(['length']).fields).toEqual(['for', 'handshakes', 'until', 'atMost']);
    expect(allowedAt(['network', 'fault'])).toEqual({ fields: ['at', 'action', 'every'], values: ['none'] });
    expect(allowedAt(['network', 'fault', 'at']).values).toContain('server flight');
    expect(allowedAt(['observe']).values).toContain('wire');
    expect(allowedAt(['servers']).fields).toContain('nginx');
    expect(allowedAt(['nonsense', 'below'])).toEqual({ fields: [], values: [] });
  });
  it('is known down to every field', () => expect(writablePaths()).toEqual(expect.arrayContaining(['tls', 'exchange', 'exchange.requestBytes', 'length', 'length.until', 'cpus', 'cpus.reserve', 'load.rate.steps', 'servers', 'seed', 'scheduling.isolate'])));
});
