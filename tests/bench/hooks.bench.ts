/** What the timing hooks cost: the same arm with hooks on, off and off again, interleaved in mirrored blocks of 4. */
import { it } from 'vitest';
import { pairedRatio } from './paired.ts';
import { createEngine } from '../../src/engine/index.ts';
import { projectRoot } from '../stacks/world.ts';
import { openArms, timeBlock } from './pair.ts';
import { percent, tell } from './tell.ts';

const SECONDS = Number(process.env['HSLAB_BENCH_SECONDS'] ?? 20);
const engine = createEngine({ projectRoot, appVersion: 'bench', runsFolder: '/nonexistent', scenariosFolder: '/nonexistent' });

it.each(['go', 'dotnet', 'openssl', 'node', 'electron'])('hooks of %s', async (family) => {
  const stacks = await engine.stacks.list();
  const stack = stacks.find((one) => one.family === family && one.available);
  if (!stack) return tell('hooks', { family, skipped: true });
  const session = await openArms(stack, ['timing', 'off', 'off'], stacks);
  try {
    const medians = session.arms.map(() => new Map<number, number>());
    for (const arm of session.arms) for (let warm = 0; warm < 5; warm++) await timeBlock(arm, 40, -1);
    const until = performance.now() + SECONDS * 1000;
    for (let round = 0; performance.now() < until; round++) {
      // Six orders in turn, each followed by its mirror image: no arm keeps a place.
      const shifted = session.arms.map((_, index) => session.arms[(index + (round >> 1)) % session.arms.length]);
      for (const arm of round % 2 === 0 ? shifted : [...shifted].reverse()) if (arm) medians[arm.index]?.set(round, (await timeBlock(arm, 4, round)).medianNs);
    }
    const [on, off, again] = medians as [Map<number, number>, Map<number, number>, Map<number, number>];
    const cost = pairedRatio(off, on);
    const floor = pairedRatio(off, again);
    tell('hooks', { stack: stack.id, version: stack.version, rounds: on.size, cost: cost && percent(cost), noiseFloor: floor && percent(floor) });
  } finally {
    await session.close();
  }
});
