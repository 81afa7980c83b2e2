/** OpenSSL's C worker beside the other stacks: what it alone can do, and that each is asserted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../src/shared/scenario/schema.ts';
import { makeWorld, measuredBy, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).flatMap((stack) => [stack.family, stack.id]));
});
afterAll(() => world.close());

const EXCHANGE: Pick<ScenarioInput, 'exchange' | 'observe' | 'longBlocks'> = { exchange: { requestBytes: 100, responseBytes: 1000 }, observe: ['timing'], longBlocks: false };
const OWN = { client: 'openssl', server: 'openssl' } as const;

describe('openssl', () => {
  it('makes handshakes with every other stack, both ways, complete on both sides', async (context) => {
    if (!available.has('openssl')) context.skip();
    const others = ['openssl', 'go', 'dotnet', 'node'].filter((family) => available.has(family));
    const { arms } = await world.run({ stacks: { client: others, server: others }, length: { handshakes: 12 }, observe: ['timing', 'allocations'], longBlocks: false });
    expect(arms).toHaveLength(others.length ** 2);
    for (const arm of arms) expect([arm.id, arm.reason, measuredBy(arm) >= 12, arm.negotiated.group]).toEqual([arm.id, null, true, 'x25519']);
    const own = arms.find(({ client, server }) => client.stack.startsWith('openssl') && server.stack.startsWith('openssl'));
    expect(own?.allocations.client).toMatchObject({ exact: true, bytes: expect.any(Number), objects: expect.any(Number) });
    // What the article's readers ask about: decoding stands apart from verifying.
    const seen = own?.phases.client.filter(({ seen: count }) => count > 0).map(({ id }) => id) ?? [];
    expect(seen).toEqual(expect.arrayContaining(['c.kx', 'c.decode', 'c.verify', 'c.cv', 'c.finished']));
  });

  it('accepts and rejects early data as it is asked to, and times the first byte', async (context) => {
    if (!available.has('openssl')) context.skip();
    const { arms } = await world.run({ stacks: OWN, session: { resumption: ['full', 'ticket'], earlyData: ['none', 'accepted', 'rejected'] }, length: { handshakes: 12 }, ...EXCHANGE });
    expect(arms.map(({ reason, negotiated, latencyFrom, latencyTo }) => [reason, negotiated.resumed, negotiated.earlyData, latencyFrom, latencyTo])).toEqual([
      [null, false, null, 'connect', 'firstByte'], [null, true, null, 'connect', 'firstByte'], [null, true, 'accepted', 'connect', 'firstByte'], [null, true, 'rejected', 'connect', 'firstByte'],
    ]);
  });

  it('takes the same early data twice only without its protection, and tells what idle connections cost', async (context) => {
    if (!available.has('openssl')) context.skip();
    const { replays, idle } = await world.run({ stacks: OWN, session: { resumption: 'ticket', earlyData: 'accepted', antiReplay: ['on', 'off'] }, idle: 200, length: { handshakes: 6 }, ...EXCHANGE });
    expect(replays.map(({ antiReplay, uses, copyTaken, reason }) => [antiReplay, uses.map(({ earlyData, responded }) => [earlyData, responded]), copyTaken, reason])).toEqual([
      ['on', [['accepted', true], ['rejected', true]], false, null],
      ['off', [['accepted', true], ['accepted', true]], true, null],
    ]);
    for (const { connections, client, server, reason } of idle) {
      expect([connections, reason]).toEqual([200, null]);
      // A TLS connection keeps kilobytes, not bytes and not megabytes.
      for (const memory of [client, server]) expect((memory?.perThousandBytes ?? 0) / 1000).toSatisfy((each: number) => each > 1_000 && each < 1_000_000);
    }
  });

  it('resumes in TLS 1.2 and 1.3 with every other stack, both ways, and shows a certificate', async (context) => {
    if (!available.has('openssl')) context.skip();
    const others = ['go', 'dotnet', 'node'].filter((family) => available.has(family));
    for (const stacks of [{ client: 'openssl', server: others }, { client: others, server: 'openssl' }]) {
      const { arms, refused } = await world.run({ stacks, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'] }, length: { handshakes: 12 }, observe: ['timing'], longBlocks: false });
      expect(refused).toEqual([]);
      for (const arm of arms) expect([arm.id, arm.reason, measuredBy(arm) >= 12, arm.negotiated.resumed]).toEqual([arm.id, null, true, arm.id.includes('ticket')]);
      const mutual = await world.run({ stacks, certificates: { mutual: true }, exchange: {}, length: { handshakes: 6 }, observe: ['timing'], longBlocks: false });
      for (const arm of mutual.arms) expect([arm.id, arm.reason, arm.latencyTo]).toEqual([arm.id, null, 'firstByte']);
    }
  });

  it('keeps a cache, holds connections and tells secrets with every client', async (context) => {
    if (!available.has('openssl')) context.skip();
    const clients = ['openssl', 'go', 'dotnet', 'node'].filter((family) => available.has(family));
    const { arms, idle } = await world.run({ stacks: { client: clients, server: 'openssl' }, session: { resumption: 'cache', cacheSize: 8, names: 10, zipf: 1 }, idle: 100, length: { handshakes: 60 }, observe: ['timing'], longBlocks: false });
    for (const arm of arms) {
      expect([arm.id, arm.reason]).toEqual([arm.id, null]);
      expect([arm.id, (arm.resumption?.resumed ?? 0) > 0, (arm.resumption?.full ?? 0) > 0]).toEqual([arm.id, true, true]);
    }
    for (const one of idle) expect([one.arm, one.reason, one.connections]).toEqual([one.arm, null, 100]);
  });

  it('speaks TLS 1.2 where that is asked for', async (context) => {
    if (!available.has('openssl')) context.skip();
    const { arms } = await world.run({ stacks: OWN, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'] }, length: { handshakes: 12 }, observe: ['timing'], longBlocks: false });
    expect(arms.map(({ reason, negotiated }) => [reason, negotiated.version, negotiated.resumed])).toEqual([[null, '1.2', false], [null, '1.2', true], [null, '1.3', false], [null, '1.3', true]]);
  });

  it('resumes more often the more sessions its client keeps', async (context) => {
    if (!available.has('openssl')) context.skip();
    const { arms } = await world.run({ stacks: OWN, session: { resumption: 'cache', cacheSize: [1, 8, 64], names: 16, zipf: 0.5 }, length: { handshakes: 200 }, observe: ['timing'], longBlocks: false });
    const shares = arms.map(({ resumption }) => (resumption ? resumption.resumed / (resumption.resumed + resumption.full) : NaN));
    expect(arms.map(({ reason }) => reason)).toEqual([null, null, null]);
    expect(shares[0]).toBeLessThan(shares[1] as number);
    expect(shares[1]).toBeLessThan(shares[2] as number);
  });

  it('forces a HelloRetryRequest and demands a client’s certificate', async (context) => {
    if (!available.has('openssl')) context.skip();
    const { arms } = await world.run({ stacks: OWN, keyExchange: { groups: ['x25519', 'p256', 'p521'], retry: [true] }, certificates: { mutual: true }, length: { handshakes: 9 }, observe: ['timing'], longBlocks: false });
    for (const arm of arms) expect([arm.reason, arm.negotiated.helloRetryRequest]).toEqual([null, true]);
  });

  it('3.5 negotiates the hybrid groups', async (context) => {
    if (!available.has('openssl3.5')) context.skip();
    const { arms } = await world.run({ stacks: { client: 'openssl3.5', server: 'openssl3.5' }, keyExchange: { groups: ['x25519mlkem768', 'secp256r1mlkem768'] }, length: { handshakes: 9 }, observe: ['timing'], longBlocks: false });
    expect(arms.map(({ reason, negotiated }) => [reason, negotiated.group])).toEqual([[null, 'X25519MLKEM768'], [null, 'SecP256r1MLKEM768']]);
  });
});
