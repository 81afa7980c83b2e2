/** Open loops, CPUs and profiles with real workers. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallTree } from '../../src/shared/profile/call-tree.ts';
import type { StackInfo } from '../../src/shared/stacks.ts';
import { openRun } from '../../src/engine/store/run-reader.ts';
import { makeWorld, measuredBy, type World } from './world.ts';

let world: World;
let stacks: readonly StackInfo[] = [];
beforeAll(async () => {
  world = makeWorld();
  stacks = await world.engine.stacks.list();
});
afterAll(() => world.close());
const has = (family: string): boolean => stacks.some((stack) => stack.family === family && stack.available);

describe('an open loop', () => {
  it.for(['go', 'dotnet', 'node'])('%s counts latency from the intended start', async (client, context) => {
    if (!has(client)) context.skip();
    const result = await world.run({ stacks: { client, server: client }, load: { loop: 'open', rate: [80, 160], connections: 4, arrivals: 'constant' }, length: { handshakes: 12 }, observe: ['timing'] });
    for (const arm of result.arms) {
      expect(arm).toMatchObject({ reason: null, latencyFrom: 'intended' });
      expect(measuredBy(arm)).toBeGreaterThan(20);
      expect(arm.load?.achievedPerSecond).toBeGreaterThan((arm.load?.ratePerSecond ?? 0) * 0.5);
      expect(arm.load?.latenessP99Ns).toBeGreaterThan(0);
    }
    expect(result.knees).toHaveLength(1);
    const stored = openRun(result.run.folder);
    for (const row of stored.rows()) {
      const { intended, laneFree, connectStart, end } = row.client?.numbers ?? {};
      if (row.stage !== 'measure' || row.quantity !== 'ns' || end === undefined) continue;
      expect(connectStart).toBeGreaterThanOrEqual(Math.max(intended ?? Infinity, laneFree ?? Infinity));
    }
  });

  it('that is too fast for its one connection shows the waiting', async (context) => {
    if (!has('go')) context.skip();
    const [arm] = (await world.run({ stacks: { client: 'go', server: 'go' }, load: { loop: 'open', rate: 5_000, connections: 1 }, length: { handshakes: 6 }, observe: ['timing'] })).arms;
    expect(arm?.load?.queuedShare).toBeGreaterThan(0.9);
    expect(arm?.load?.achievedPerSecond).toBeLessThan(4_000);
    expect(arm?.handshake.p50Ns).toBeGreaterThan(20e6);
  });
});

it('CPUs a side are an axis where a stack can use them, and refused where not', async (context) => {
  if (!has('go') || !has('node')) context.skip();
  const plan = await world.run({ stacks: { client: ['go', 'node'], server: 'go' }, load: { connections: 2, threads: [1, 2] }, length: { handshakes: 16 }, observe: ['timing'] });
  expect(plan.arms.map(({ client }) => client.stack).filter((id) => id.startsWith('go'))).toHaveLength(2);
  expect(plan.refused.map(({ reason }) => reason).join()).toContain('threads');
});

describe('profiles', () => {
  it.for(['go', 'dotnet', 'node'] as const)('of %s are call trees that know the handshake', { timeout: 180_000 }, async (family, context) => {
    if (!has(family)) context.skip();
    const result = await world.run({ stacks: { client: family, server: family }, length: { handshakes: 6 }, observe: ['timing', 'cpu-profile', 'alloc-profile'] });
    expect(result.arms[0]?.reason).toBeNull();
    expect(result.profiles.map(({ side, kind }) => `${side} ${kind}`)).toEqual(expect.arrayContaining(['client cpu', 'server cpu', 'client alloc-bytes']));
    const cpu = result.profiles.find(({ side, kind }) => side === 'client' && kind === 'cpu');
    const tree = CallTree.parse(await world.engine.handlers['run:profile']({ run: result.run.folder, file: cpu?.file ?? '' }));
    const names = tree.frames.map(({ name }) => name).join('\n');
    expect(names).toMatch({ go: /crypto\/tls/, dotnet: /SslStream|AuthenticateAs/, node: /tls|onhandshake/i }[family]);
    expect(tree.stacks.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0);
    // The blocks of a profile are no timings, and what the runtime wrote is there for its own tools.
    expect(openRun(result.run.folder).blocks.filter(({ observe }) => observe === 'cpu-profile').every(({ stage }) => stage === 'apart')).toBe(true);
    expect(readdirSync(join(result.run.folder, 'profiles')).length).toBeGreaterThan(result.profiles.length);
  });
});
