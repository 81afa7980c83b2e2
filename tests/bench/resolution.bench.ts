/**
 * What this machine resolves: tries of one arm, its twin and the same arm with a known wait. Counts how often the wait is found, and how
 * often the twin cries wolf. `HSLAB_BENCH_TRIES` and `HSLAB_BENCH_PLAN=pct:seconds:tries,…` change what is tried.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { judgeInjected, judgeTwin } from '../../src/engine/selfcheck/judge.ts';
import { NO_KNOBS } from '../../src/shared/scenario/arms.ts';
import { Scenario } from '../../src/shared/scenario/schema.ts';
import { projectRoot } from '../stacks/world.ts';
import { round, tell } from './tell.ts';

const PLAN = (process.env['HSLAB_BENCH_PLAN'] ?? '1:20:20,0.5:60:10').split(',').map((text) => text.split(':').map(Number) as [number, number, number]);

it.each(PLAN)('a wait of %f %% in %i s, %i tries', async (pct, seconds, tries) => {
  const folder = mkdtempSync(join(tmpdir(), 'hslab-bench-'));
  const engine = createEngine({ projectRoot, appVersion: 'bench', runsFolder: join(folder, 'runs'), scenariosFolder: join(folder, 'scenarios') });
  const scenario = (length: { for: string } | { handshakes: number }) => Scenario.parse({ name: 'resolution', stacks: { client: 'go', server: 'go' }, observe: ['timing'], load: { block: 3 }, longBlocks: false, length });
  try {
    const usual = (await engine.run(await engine.plan(scenario({ handshakes: 600 })), {}).execute()).arms[0]?.handshake.p50Ns ?? NaN;
    const delayNs = Math.round((usual * pct) / 100);
    const shifts: number[] = [];
    const halfWidths: number[] = [];
    let found = 0;
    let wolf = 0;
    let marked = 0;
    for (let attempt = 0; attempt < tries; attempt++) {
      const plan = await engine.plan(scenario({ for: `${seconds}s` }), { arms: ([arm]) => (arm ? [arm, { ...arm, id: `${arm.id} · waits`, knobs: { ...NO_KNOBS, delayNs } }] : []) });
      const result = await engine.run(plan, {}).execute();
      rmSync(plan.folder, { recursive: true, force: true });
      const shifted = result.comparisons.find(({ arm }) => arm.endsWith('waits'));
      const twin = result.comparisons.find(({ differsIn }) => differsIn === 'floor');
      if (!shifted || !twin) throw new Error(`nothing was compared: ${JSON.stringify(result.arms.map(({ id, reason }) => [id, reason]))}`);
      const aa = judgeTwin(twin);
      const one = judgeInjected(delayNs, result.arms[0]?.handshake.p50Ns ?? NaN, shifted, aa.floorPct);
      shifts.push(round(one.shiftPct, 2));
      halfWidths.push(round((one.ciPct[1] - one.ciPct[0]) / 2, 2));
      // Found as a user would be told: slower, and no less than what is called so.
      if (shifted.verdict === 'slower') found++;
      if (aa.verdict === 'difference') wolf++;
      marked += result.noise.summary.marked / Math.max(1, result.noise.summary.slices);
    }
    tell('resolution', { pct, seconds, tries, delayNs, found, criedWolf: wolf, shiftsPct: shifts, halfWidthsPct: halfWidths, markedShare: round(marked / tries, 2) });
    expect(shifts).toHaveLength(tries);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 3_600_000);
