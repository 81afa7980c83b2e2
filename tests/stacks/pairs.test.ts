/** Every client against every server, with real processes: complete handshakes, asserted facts, exact sums. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivePhases } from '../../src/shared/phases/derive.ts';
import { phaseAmounts } from '../../src/shared/phases/sums.ts';
import { FAMILIES } from '../../src/engine/stacks/programs.ts';
import { handshakeEvents, isComplete } from '../../src/engine/result/handshake.ts';
import { openRun } from '../../src/engine/store/run-reader.ts';
import type { ArmResult, ResultDocument } from '../../src/shared/result/document.ts';
import { makeWorld, measuredBy, type World } from './world.ts';

/** Those that speak TLS over TCP; QUIC has no such peers. */
const OVER_TCP = FAMILIES.filter((family) => family !== 'go-quic');

let world: World;
let result: ResultDocument;
let available: string[];

beforeAll(async () => {
  world = makeWorld();
  available = (await world.engine.stacks.list()).filter((stack) => stack.available).map((stack) => stack.family).filter((family) => OVER_TCP.some((one) => one === family));
  result = await world.run({ stacks: { client: OVER_TCP, server: OVER_TCP }, length: { handshakes: 60 }, seed: 7 });
});
afterAll(() => world.close());

const armOf = (client: string, server: string): ArmResult | undefined => result.arms.find((arm) => arm.client.stack.startsWith(client) && arm.server.stack.startsWith(server));

describe.each(OVER_TCP)('client %s', (client) => {
  it.for(OVER_TCP)('server %s', (server, context) => {
    if (!available.includes(client) || !available.includes(server)) context.skip();
    const arm = armOf(client, server) as ArmResult;
    expect(arm.reason).toBeNull();
    expect(measuredBy(arm)).toBe(60);
    expect(arm.serverHandshakes).toBe(arm.handshakes);
    expect(arm.failed).toBe(0);
    expect(arm.negotiated.version).toBe('1.3');
    expect(arm.negotiated.resumed).not.toBe(true);
    // Electron reports no group on either side; every other pair has a side that does.
    if (client === 'go' || client === 'dotnet' || server === 'go' || server === 'dotnet') expect(arm.negotiated.group).toBe('x25519');
    expect(arm.client.cpus).toEqual(result.placement.client);
    expect(arm.handshake.p50Ns).toBeGreaterThan(100_000);
    expect(arm.handshake.p50CiNs?.[0]).toBeLessThanOrEqual(arm.handshake.p50Ns as number);
    expect(arm.handshake.p50CiNs?.[1]).toBeGreaterThanOrEqual(arm.handshake.p50Ns as number);
    expect(arm.connect.p50Ns).toBeGreaterThan(0);
  });
});

it('leaves and waits of every real handshake equal each side’s total, exactly', () => {
  const stored = openRun(result.run.folder);
  let checked = 0;
  for (const row of stored.rows()) {
    if (row.quantity !== 'ns' || !isComplete(row)) continue;
    const arm = stored.file.arms[row.arm] as { client: string; server: string };
    const events = handshakeEvents(row, { client: arm.client.replace(/[0-9.]+$/, ''), server: arm.server.replace(/[0-9.]+$/, ''), relayed: false });
    if (!events) continue;
    const phases = phaseAmounts(derivePhases(events));
    const parents = new Set(phases.map(({ parent }) => parent));
    for (const [root, side] of [['c', row.client], ['s', row.server]] as const) {
      if (!side || side.error !== null) continue;
      const total = (side.numbers['end'] as number) - (side.numbers['start'] as number);
      const leaves = phases.filter(({ id }) => id.startsWith(root) && id !== 'connect' && !parents.has(id));
      expect(leaves.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
      for (const { id, amount } of leaves) if (amount < 0) throw new Error(`${arm.client}→${arm.server}: ${id} is ${amount} ns`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(60 * available.length ** 2);
});

it('both sides lie on one clock: the server is done with the ClientHello after the client wrote it', (context) => {
  if (!available.includes('go')) context.skip();
  const stored = openRun(result.run.folder);
  const index = stored.file.arms.findIndex((arm) => arm.client.startsWith('go') && arm.server.startsWith('go'));
  for (const row of stored.rows()) {
    if (row.arm !== index || row.quantity !== 'ns' || !isComplete(row)) continue;
    expect(row.server?.numbers['parsed']).toBeGreaterThan(row.client?.numbers['write0Start'] as number);
    expect(row.client?.numbers['hsSecret']).toBeGreaterThan(row.server?.numbers['hsSecret'] as number);
  }
});

it('allocations come from blocks of their own, per phase where the runtime can say', (context) => {
  if (!available.includes('go') || !available.includes('dotnet')) context.skip();
  const go = armOf('go', 'go')?.allocations.client;
  expect(go?.exact).toBe(true);
  expect(go?.bytes).toBeGreaterThan(10_000);
  expect(go?.objects).toBeGreaterThan(100);
  const leaves = go?.phases.filter(({ id }) => !go.phases.some(({ parent }) => parent === id)) ?? [];
  expect(leaves.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)).toBeCloseTo(go?.bytes as number, 3);
  const dotnet = armOf('dotnet', 'dotnet')?.allocations;
  expect(dotnet?.client?.bytes).toBeGreaterThan(500);
  expect(dotnet?.client?.bytes).toBeLessThan(100_000);
  expect(dotnet?.client?.objects).toBeNull();
});
