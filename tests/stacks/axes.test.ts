/** The axes of a scenario, each asserted from what was negotiated. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_TYPES } from '../../src/shared/tls.ts';
import { makeWorld, measuredBy, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).map((stack) => stack.family));
});
afterAll(() => world.close());

describe('key exchange groups', () => {
  it.for(['go', 'dotnet', 'node'])('%s negotiates the one that is asked for', async (family, context) => {
    if (!available.has(family) || !available.has('go')) context.skip();
    const { arms, refused } = await world.run({ stacks: { client: family, server: 'go' }, keyExchange: { groups: ['x25519', 'p256', 'p384', 'x25519mlkem768'] }, length: { handshakes: 12 }, observe: ['timing'] });
    expect(arms.length + refused.length).toBe(4);
    const names: Record<string, string> = { x25519: 'x25519', p256: 'secp256r1', p384: 'secp384r1', x25519mlkem768: 'X25519MLKEM768' };
    for (const arm of arms) {
      expect(arm.reason).toBeNull();
      expect(arm.negotiated.group).toBe(names[arm.id.split(' · ')[1] as string]);
    }
    for (const { reason } of refused) expect(reason).toMatch(/does not offer group:/);
  });
});

describe('certificates', () => {
  it('of every key type and depth are verified by the client', async (context) => {
    if (!available.has('go')) context.skip();
    const { arms, certificates } = await world.run({ stacks: { client: 'go', server: 'go' }, certificates: { leaf: [...KEY_TYPES].filter((key) => key !== 'rsa-4096'), intermediates: [0, 8] }, length: { handshakes: 6 }, observe: ['timing'] });
    expect(arms).toHaveLength(10);
    for (const arm of arms) expect([arm.reason, measuredBy(arm)]).toEqual([null, 6]);
    expect(certificates.map(({ chain }) => chain.length).sort((a, b) => a - b)).toEqual([...Array<number>(5).fill(2), ...Array<number>(5).fill(10)]);
  });
});

describe('resumption', () => {
  it.for(['go', 'dotnet', 'node'])('%s resumes every measured handshake where tickets are asked for, and none where not', async (family, context) => {
    if (!available.has(family)) context.skip();
    const { arms } = await world.run({ stacks: { client: family, server: family }, session: { resumption: ['full', 'ticket', 'off'] }, length: { handshakes: 12 }, observe: ['timing'] });
    for (const arm of arms) {
      expect(arm.reason).toBeNull();
      expect(arm.negotiated.resumed).toBe(arm.id.endsWith('ticket'));
    }
  });
});

describe('ALPN', () => {
  it('is what the server lists and the client offers', async (context) => {
    if (!available.has('go') || !available.has('dotnet')) context.skip();
    const { arms } = await world.run({ stacks: { client: ['go', 'dotnet'], server: ['go', 'dotnet'] }, alpn: { offer: ['h2', 'http/1.1'], serve: ['http/1.1'] }, length: { handshakes: 6 }, observe: ['timing'] });
    for (const arm of arms) expect([arm.id, arm.reason, arm.negotiated.alpn]).toEqual([arm.id, null, 'http/1.1']);
  });

  it('without overlap fails the arm with the alert, and keeps the run', async (context) => {
    if (!available.has('go')) context.skip();
    const { arms, run } = await world.run({ stacks: { client: 'go', server: 'go' }, alpn: { offer: ['h2'], serve: ['http/1.1'] }, length: { handshakes: 6 }, observe: ['timing'] });
    expect(run.ended).toBe('failed');
    expect(arms[0]?.state).toBe('failed');
    expect(arms[0]?.reason).toContain('120 no_application_protocol');
  });
});

it('several connections at a time are all joined', async (context) => {
  if (!available.has('go')) context.skip();
  const { arms } = await world.run({ stacks: { client: 'go', server: 'go' }, load: { connections: [1, 8] }, length: { handshakes: 64 }, observe: ['timing'] });
  for (const arm of arms) expect([arm.reason, arm.handshakes, arm.serverHandshakes]).toEqual([null, arm.handshakes, arm.handshakes]);
});

it('a forced HelloRetryRequest is seen and timed', async (context) => {
  if (!available.has('go')) context.skip();
  const { arms } = await world.run({ stacks: { client: 'go', server: 'go' }, keyExchange: { groups: 'p256', retry: [false, true] }, length: { handshakes: 12 }, observe: ['timing'] });
  expect(arms.map(({ reason, negotiated }) => [reason, negotiated.helloRetryRequest])).toEqual([[null, false], [null, true]]);
  expect(arms[1]?.phases.client.some(({ id }) => id === 'c.retry')).toBe(true);
});
