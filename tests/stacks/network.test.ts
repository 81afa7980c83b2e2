/** The network that the relay makes: round trips, a rate, and connections that break at a message. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../src/shared/scenario/schema.ts';
import { makeWorld, measuredBy, processesWith, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).flatMap((stack) => [stack.family, stack.id]));
});
afterAll(() => world.close());

const OWN = { client: 'openssl', server: 'openssl' } as const;
const SHORT: Pick<ScenarioInput, 'observe' | 'longBlocks' | 'length'> = { observe: ['timing'], longBlocks: false, length: { handshakes: 6 } };
const MS = 1e6;

describe('a round trip', () => {
  it('is waited for as often as the protocol has it, by every stack that offers it', async (context) => {
    if (!available.has('openssl')) context.skip();
    const stacks = ['openssl', 'go', 'dotnet', 'node'].filter((family) => available.has(family));
    const { arms, network, refused } = await world.run({ stacks: { client: stacks, server: 'openssl' }, network: { roundTrip: '10ms' }, ...SHORT });
    expect(refused).toEqual([]);
    for (const arm of arms) {
      expect([arm.id, arm.reason]).toEqual([arm.id, null]);
      expect(measuredBy(arm)).toBeGreaterThan(0);
      // TCP's and TLS 1.3's: one each. What is above them is the machine's.
      // What is on its way is waited for: it is not a message that has arrived and is not read.
      expect([...arm.phases.client, ...arm.phases.server].filter(({ id }) => id.endsWith('.wakeup'))).toEqual([]);
      for (const ns of [arm.connect.p50Ns, arm.handshake.minNs]) expect(ns).toSatisfy((value: number) => value >= 10 * MS && value < 19 * MS);
    }
    expect(network).toMatchObject({ by: 'relay', boundNs: MS });
    for (const path of network?.paths ?? []) {
      expect(path.roundTripNs).toBe(10 * MS);
      expect(path.pieces).toBeGreaterThan(20);
      expect(path.lateP50Ns).toBeGreaterThanOrEqual(0);
    }
    expect(network?.paths).toHaveLength(stacks.length);
    expect(processesWith('hslab-relay')).toEqual([]);
  });

  it('is one more with a HelloRetryRequest and with TLS 1.2, and one less with early data', async (context) => {
    if (!available.has('openssl')) context.skip();
    const latest = async (input: ScenarioInput): Promise<(number | null)[]> => (await world.run(input)).arms.map(({ handshake }) => handshake.minNs && Math.floor(handshake.minNs / (10 * MS)));
    expect(await latest({ stacks: OWN, keyExchange: { retry: [false, true] }, network: { roundTrip: '10ms' }, ...SHORT })).toEqual([1, 2]);
    expect(await latest({ stacks: OWN, tls: 1.2, network: { roundTrip: '10ms' }, ...SHORT })).toEqual([2]);
    // The connect, the handshake and the answer; early data needs no handshake first.
    expect(await latest({ stacks: OWN, session: { resumption: 'ticket', earlyData: ['none', 'accepted'] }, exchange: {}, network: { roundTrip: '10ms' }, ...SHORT })).toEqual([3, 2]);
  });

  it('goes with a limited rate', async (context) => {
    if (!available.has('openssl')) context.skip();
    const run = (bitsPerSecond: 'none' | number) => world.run({ stacks: OWN, exchange: { requestBytes: 100, responseBytes: 100 }, network: { roundTrip: '0ms', bitsPerSecond }, ...SHORT });
    const [free, limited] = [await run('none'), await run(1_000_000)];
    const fastest = ({ arms }: typeof free): number => arms[0]?.handshake.minNs ?? NaN;
    // A certificate chain and the rest, over 1 500 bytes, take 12 ms at 1 Mbit/s.
    expect(fastest(limited) - fastest(free)).toBeGreaterThan(8 * MS);
  });
});

describe('a connection that breaks', () => {
  it('is told by side and step, and the others are good', async (context) => {
    if (!available.has('openssl')) context.skip();
    for (const at of ['ClientHello', 'ServerHello', 'server flight', 'Finished'] as const) {
      const { arms } = await world.run({ stacks: OWN, network: { roundTrip: '0ms', fault: { at, action: 'reset', every: 4 } }, ...SHORT, length: { handshakes: 24 } });
      const [arm] = arms;
      expect([at, arm?.state, arm?.reason]).toEqual([at, 'good', null]);
      expect(arm?.errors.length).toBeGreaterThan(0);
      expect(arm?.errors.map(({ text }) => text).join()).toMatch(/client|server/);
    }
  });

  it('is refused in words where it cannot be', async () => {
    const { refused } = await world.engine.plan((await import('../../src/shared/scenario/schema.ts')).Scenario.parse({ stacks: OWN, tls: [1.2, 1.3], network: { roundTrip: '0ms', fault: { at: 'Finished', action: 'drop' } } })).then(({ arms }) => arms);
    if (available.has('openssl')) expect(refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('TLS 1.3 only')]);
  });
});
