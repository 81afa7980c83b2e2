/** Further versions of a stack beside this machine's own: each runs its own program, and shakes hands with the own one both ways. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAMILIES, findProgram, furtherIds } from '../../src/engine/stacks/programs.ts';
import type { StackInfo } from '../../src/shared/stacks.ts';
import { makeWorld, measuredBy, processesWith, projectRoot, type World } from './world.ts';

const { ci } = z.object({ ci: z.array(z.string()) }).parse(JSON.parse(readFileSync(join(projectRoot, 'resources/stack-versions.json'), 'utf8')));
const needed = process.env['CI'] === 'true' || process.env['HSLAB_REQUIRE_ALL'] === '1';
/** What was added here; in CI, those that it must have, too. */
const wanted = FAMILIES.flatMap((family) => furtherIds(family, projectRoot)).filter((id) => findProgram(id, projectRoot).ok || (needed && ci.includes(id)));

let world: World;
let stacks: readonly StackInfo[];
beforeAll(async () => {
  world = makeWorld();
  stacks = await world.engine.stacks.list();
});
afterAll(() => world.close());

describe.runIf(wanted.length > 0)('versions that were added', () => {
  it.for(wanted)('%s', async (id) => {
    const version = stacks.find((stack) => stack.id === id);
    expect(version?.reason).toBeNull();
    const own = stacks.find((stack) => stack.family === version?.family) as StackInfo;
    const program = findProgram(id, projectRoot);
    if (!program.ok) throw new Error(program.reason);
    const { command } = program.program;
    let most = 0;
    const result = await world.run(
      { stacks: { client: [id, own.id], server: [id, own.id] }, length: { handshakes: 20 }, observe: ['timing'], seed: 5 },
      { betweenBlocks: () => void (most = Math.max(most, processesWith(command).length)) },
    );
    // A client and a server of its own program: figures under its name are its own.
    expect(most).toBeGreaterThanOrEqual(2);
    for (const [client, server] of [[id, own.id], [own.id, id], [id, id]]) {
      const arm = result.arms.find((one) => one.client.stack === client && one.server.stack === server);
      expect(arm, `${client}→${server}`).toMatchObject({ reason: null, failed: 0 });
      expect(arm && measuredBy(arm)).toBeGreaterThanOrEqual(20);
      expect(arm?.serverHandshakes).toBe(arm?.handshakes);
    }
  });
});
