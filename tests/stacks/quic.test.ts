/** TLS over QUIC, where its worker was added. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld, measuredBy, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).flatMap((stack) => [stack.family, stack.id]));
});
afterAll(() => world.close());

const OWN = { client: 'go-quic', server: 'go-quic' } as const;

describe('go-quic', () => {
  it('resumes, and has early data accepted and rejected, each asserted', async (context) => {
    if (!available.has('go-quic')) context.skip();
    const { arms } = await world.run({ stacks: OWN, session: { resumption: ['full', 'ticket'], earlyData: ['none', 'accepted', 'rejected'] }, exchange: {}, length: { handshakes: 12 }, observe: ['timing'], longBlocks: false });
    expect(arms.map(({ reason, negotiated, latencyTo }) => [reason, negotiated.resumed, negotiated.earlyData, latencyTo])).toEqual([
      [null, false, null, 'firstByte'], [null, true, null, 'firstByte'], [null, true, 'accepted', 'firstByte'], [null, true, 'rejected', 'firstByte'],
    ]);
    for (const arm of arms) {
      expect(measuredBy(arm)).toBeGreaterThanOrEqual(12);
      expect(arm.serverHandshakes).toBe(arm.handshakes);
    }
  });

  it('saves a round trip with early data, and needs none for a connect', async (context) => {
    if (!available.has('go-quic')) context.skip();
    const { arms, network } = await world.run({ stacks: OWN, session: { resumption: 'ticket', earlyData: ['none', 'accepted'] }, exchange: {}, network: { roundTrip: '20ms' }, length: { handshakes: 6 }, observe: ['timing'], longBlocks: false });
    // The handshake and the answer; with early data the answer alone.
    expect(arms.map(({ handshake }) => handshake.minNs && Math.floor(handshake.minNs / 20e6))).toEqual([2, 1]);
    expect(network?.paths.map(({ pieces }) => pieces > 20)).toEqual([true, true]);
  });

  it('speaks with nobody over TCP, and says so', async (context) => {
    if (!available.has('go-quic')) context.skip();
    const { Scenario } = await import('../../src/shared/scenario/schema.ts');
    const planned = world.engine.plan(Scenario.parse({ stacks: { client: 'go-quic', server: 'node' } }));
    await expect(planned).rejects.toThrow(/node.* does not offer transport:quic/);
  });
});
