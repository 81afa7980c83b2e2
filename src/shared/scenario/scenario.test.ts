import { describe, expect, it } from 'vitest';
import type { StackInfo } from '../stacks.ts';
import { armsOf } from './arms.ts';
import { durationMs, parseScenario, Scenario } from './schema.ts';
import { parseScenarioText, toInput, toScenarioText } from './yaml.ts';

const EVERYTHING = ['role:client', 'role:server', 'tls:1.3', 'group:x25519', 'group:p256', 'key:ecdsa-p256', 'key:rsa-2048', 'session:full', 'session:ticket', 'alpn', 'connections', 'retry'];
const stack = (id: string, family: string, offers = EVERYTHING): StackInfo => ({ id, family, available: true, reason: null, remedy: null, version: '1', library: { name: 'L', version: '1' }, offers, observes: [], not: [] });
const STACKS = [stack('go1.27', 'go', [...EVERYTHING, 'group:x25519mlkem768']), stack('dotnet10', 'dotnet')];

const problems = (raw: unknown): string[] => {
  const parsed = parseScenario(raw);
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`);
};

it('timing is always observed', () => {
  expect(Scenario.parse({ name: 'a', stacks: { client: 'go', server: 'go' }, observe: ['allocations'] }).observe).toEqual(['timing', 'allocations']);
});

describe('a scenario', () => {
  it('fills what is left out', () => {
    expect(Scenario.parse({ stacks: { client: 'go', server: ['go', 'dotnet'] } })).toMatchObject({
      stacks: { client: ['go'], server: ['go', 'dotnet'] },
      certificates: { intermediates: [1], leaf: ['ecdsa-p256'], issuers: ['ecdsa-p256'] },
      keyExchange: { groups: ['x25519'], retry: [false] },
      length: { for: '20s' },
    });
  });

  it.each([
    [{ stacks: { client: 'go', server: 'go' }, keyExchange: { groups: ['x25519', 'x448'] } }, 'keyExchange.groups: "x448" is not allowed here; give one of x25519'],
    [{ stacks: { client: 'go', server: 'go' }, certificates: { intermediates: 9 } }, 'certificates.intermediates: 9 is not allowed here; give a whole number from 0 to 8'],
    [{ stacks: { client: 'go' } }, 'stacks.server: is missing'],
    [{ stacks: { client: 'go', server: 'go' }, speed: 3 }, 'speed: is no field of a scenario'],
    [{ stacks: { client: 'go', server: 'go' }, length: { for: 'long' } }, 'length'],
    [{ format: 2, stacks: { client: 'go', server: 'go' } }, 'format: 2 is no format this version reads; give 1'],
    [{ stacks: { client: 'go', server: 'go' }, keyExchange: { groups: ['x25519', 'x25519'] } }, 'keyExchange.groups: holds a value twice'],
  ])('names field, value and remedy: %j', (raw, said) => {
    expect(problems(raw).join('\n')).toContain(said);
  });

  it('reads durations', () => {
    expect([durationMs('500ms'), durationMs('20s'), durationMs('1.5m'), durationMs('2 min')]).toEqual([500, 20_000, 90_000, 120_000]);
    expect(() => durationMs('20')).toThrow('is no duration');
  });
});

describe('scenario text', () => {
  it('goes there and back', () => {
    const scenario = Scenario.parse({ name: 'Tiefe 证书', stacks: { client: ['go', 'dotnet'], server: 'go' }, certificates: { intermediates: [0, 8] }, length: { until: '1%', atMost: '2m' }, cpus: { server: [2], client: [3] }, seed: 7 });
    expect(parseScenarioText(toScenarioText(scenario))).toEqual({ ok: true, scenario });
  });

  it('goes there and back with everything an open loop and its trust ask for', () => {
    const scenario = Scenario.parse({
      stacks: { client: 'go*', server: 'dotnet10-openssl3.5' }, load: { loop: 'open', rate: { from: 100, to: 1600, steps: 5 }, arrivals: 'constant', connections: [64], threads: [1, 2] },
      observe: ['timing', 'cpu-profile', 'alloc-profile'], noiseFloor: 'every', repeatNoisy: '0%', longBlocks: false, crossCheck: true, scheduling: { priority: 'realtime', isolate: true },
    });
    expect(scenario.load.rate).toEqual([100, 200, 400, 800, 1600]);
    expect(parseScenarioText(toScenarioText(scenario))).toEqual({ ok: true, scenario });
  });

  it('says the line of what is wrong', () => {
    const parsed = parseScenarioText('stacks:\n  client: go\n  server: go\nkeyExchange:\n  groups: [x25519, nope]\n');
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: 'keyExchange.groups', line: 5 }] });
  });

  it('writes every field, so that none is lost between reading and running', () => {
    const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' }, seed: 1, network: { roundTrip: ['0ms', '35ms'], bitsPerSecond: 1_000_000, fault: { at: 'ServerHello', action: 'drop' } }, session: { resumption: 'cache' }, load: { loop: 'open', rate: 100 } });
    expect(Object.keys(toInput(scenario)).sort()).toEqual(Object.keys(Scenario.shape).sort());
    expect(Scenario.parse(toInput(scenario))).toEqual(scenario);
  });

  it('says the line of a syntax error', () => {
    expect(parseScenarioText('stacks:\n  client: [go\n')).toMatchObject({ ok: false, problems: [{ field: 'YAML' }] });
  });

  it('is not blown up by aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n`;
    expect(parseScenarioText(bomb)).toMatchObject({ ok: false, problems: [{ field: 'YAML' }] });
  });
});

describe('arms', () => {
  const arms = (raw: object) => armsOf(Scenario.parse(raw), STACKS);

  it('are all combinations, named by what varies', () => {
    const { run } = arms({ stacks: { client: ['go', 'dotnet'], server: 'go' }, keyExchange: { groups: ['x25519', 'p256'] } });
    expect(run.map(({ id }) => id)).toEqual(['go1.27→go1.27 · x25519', 'go1.27→go1.27 · p256', 'dotnet10→go1.27 · x25519', 'dotnet10→go1.27 · p256']);
  });

  it('that a stack cannot run are refused with the reason, not dropped', () => {
    const { run, refused } = arms({ stacks: { client: ['go', 'dotnet', 'node'], server: 'go' }, keyExchange: { groups: ['x25519', 'x25519mlkem768'] } });
    expect(run.map(({ id }) => id)).toEqual(['go1.27→go1.27 · x25519', 'go1.27→go1.27 · x25519mlkem768', 'dotnet10→go1.27 · x25519']);
    expect(refused.map(({ arm, reason }) => [arm.id, reason])).toEqual([
      ['dotnet10→go1.27 · x25519mlkem768', 'dotnet10 does not offer group:x25519mlkem768 (L 1)'],
      ['node→go1.27 · x25519', 'No stack "node" is known; known are go1.27, dotnet10'],
      ['node→go1.27 · x25519mlkem768', 'No stack "node" is known; known are go1.27, dotnet10'],
    ]);
  });

  it('of a family and its exact name are one', () => {
    expect(arms({ stacks: { client: ['go', 'go1.27'], server: 'go1.27' } }).run).toHaveLength(1);
  });
});
