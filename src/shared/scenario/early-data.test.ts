import { describe, expect, it } from 'vitest';
import type { StackInfo } from '../stacks.ts';
import { armsOf } from './arms.ts';
import { parseScenario, type ScenarioInput } from './schema.ts';
import { parseScenarioText, toScenarioText } from './yaml.ts';

const offers = ['role:client', 'role:server', 'tls:1.2', 'tls:1.3', 'group:x25519', 'group:x25519mlkem768', 'key:ecdsa-p256', 'session:full', 'session:ticket', 'session:cache', 'earlyData', 'exchange', 'antiReplay:on', 'antiReplay:off'];
const stack = (id: string, more: Partial<StackInfo> = {}): StackInfo => ({ id, family: id.replace(/[0-9.]+$/, ''), available: true, reason: null, remedy: null, version: '1', library: null, offers, observes: [], not: [], ...more });
const stacks = [stack('openssl3.5'), stack('go1.27', { offers: offers.filter((token) => token !== 'earlyData'), not: [{ what: 'earlyData', why: 'QUIC only', source: 'https://go.dev/issue/60107' }] })];

function arms(input: ScenarioInput) {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return armsOf(parsed.scenario, stacks);
}
const pair = { client: 'openssl', server: 'openssl' } as const;

describe('arms with early data', () => {
  it('are run with TLS 1.3, a ticket and an exchange, and refused with the reason otherwise', () => {
    const { run, refused } = arms({ stacks: pair, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'], earlyData: ['none', 'accepted'] }, exchange: {} });
    expect(run.map(({ version, session, earlyData }) => [version, session, earlyData])).toEqual([
      ['1.2', 'full', 'none'], ['1.2', 'ticket', 'none'], ['1.3', 'full', 'none'], ['1.3', 'ticket', 'none'], ['1.3', 'ticket', 'accepted'],
    ]);
    // Beside arms without early data, those that could have none are the same as these.
    expect(refused).toEqual([]);
    expect(arms({ stacks: pair, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'], earlyData: 'accepted' }, exchange: {} }).refused.map(({ reason }) => reason)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/TLS 1.3 and a ticket/)));
    expect(arms({ stacks: pair, session: { resumption: 'ticket', earlyData: 'accepted' } }).refused[0]?.reason).toMatch(/exchange/);
  });
  it('say why a stack has none, with the source', () => {
    const { refused } = arms({ stacks: { client: 'go', server: 'openssl' }, session: { resumption: 'ticket', earlyData: 'accepted' }, exchange: {} });
    expect(refused[0]).toMatchObject({ reason: expect.stringContaining('QUIC only'), source: 'https://go.dev/issue/60107' });
  });
  it('are refused for what TLS 1.2 has not', () => {
    const { refused } = arms({ stacks: pair, tls: 1.2, keyExchange: { groups: ['x25519', 'x25519mlkem768'] } });
    expect(refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('a group of TLS 1.3')]);
  });
});

describe('a cache’s size', () => {
  it('makes arms only where there is a cache', () => {
    const { run } = arms({ stacks: pair, session: { resumption: ['full', 'cache'], cacheSize: [4, 16] } });
    expect(run.map(({ session, cacheSize }) => [session, cacheSize])).toEqual([['full', null], ['cache', 4], ['cache', 16]]);
  });
  it('goes through the file and back', () => {
    const parsed = parseScenario({ stacks: pair, tls: [1.2, 1.3], session: { resumption: 'cache', cacheSize: [4, 16], names: 20, zipf: 0.5 }, exchange: { requestBytes: 7 }, certificates: { mutual: true } });
    if (!parsed.ok) throw new Error('does not parse');
    expect(parseScenarioText(toScenarioText(parsed.scenario))).toMatchObject({ ok: true, scenario: parsed.scenario });
  });
});
