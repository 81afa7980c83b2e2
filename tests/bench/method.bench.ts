/** Two equal arms: how narrow their shift is told with blocks of each length, and how far apart they come out one after the other. For docs/method.md. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { Scenario, type ScenarioInput } from '../../src/shared/scenario/schema.ts';
import { projectRoot } from '../stacks/world.ts';
import { round, tell } from './tell.ts';

const SECONDS = Number(process.env['HSLAB_BENCH_SECONDS'] ?? 20);
const BLOCKS = [1, 2, 3, 5, 10, 20, 100] as const;
const REPEATS = Number(process.env['HSLAB_BENCH_REPEATS'] ?? 3);

it('precision against block length, and against running in sequence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hslab-bench-'));
  const engine = createEngine({ projectRoot, appVersion: 'bench', runsFolder: join(folder, 'runs'), scenariosFolder: join(folder, 'scenarios') });
  const run = async (seconds: number, more: Partial<ScenarioInput>) => {
    const plan = await engine.plan(Scenario.parse({ name: 'method', stacks: { client: 'go', server: 'go' }, observe: ['timing'], longBlocks: false, repeatNoisy: '0%', length: { for: `${seconds}s` }, ...more }));
    const result = await engine.run(plan, {}).execute();
    rmSync(plan.folder, { recursive: true, force: true });
    return result;
  };
  try {
    const widths = new Map<number, { halfPct: number; shiftPct: number; firstAgainstLastPct: number | null }[]>();
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      for (const block of BLOCKS) {
        const { comparisons, arms } = await run(SECONDS, { load: { block } });
        const floor = comparisons.find(({ differsIn }) => differsIn === 'floor');
        const positions = arms[0]?.positions ?? [];
        const [first, last] = [positions[0]?.p50.value, positions.at(-1)?.p50.value];
        // With marked rounds: every length meets the same machine.
        const told = floor?.withMarked ?? floor;
        if (told) widths.set(block, [...(widths.get(block) ?? []), { halfPct: round((50 * (told.ratioCi[1] - told.ratioCi[0])), 2), shiftPct: round(100 * (told.ratio - 1), 2), firstAgainstLastPct: first && last ? round(100 * (first / last - 1), 1) : null }]);
      }
      const [a, b] = [await run(SECONDS / 2, { noiseFloor: 'none' }), await run(SECONDS / 2, { noiseFloor: 'none' })].map(({ arms }) => arms[0]?.handshake);
      if (a?.p50Ns && b?.p50Ns) tell('method sequence', { shiftPct: round(100 * (b.p50Ns / a.p50Ns - 1), 2), ownHalfPct: [a, b].map(({ p50Ns, p50CiNs }) => p50CiNs && p50Ns && round((50 * (p50CiNs[1] - p50CiNs[0])) / p50Ns, 2)) });
    }
    for (const [block, found] of widths) tell('method block', { block, halfWidthPct: found.map(({ halfPct }) => halfPct), shiftPct: found.map(({ shiftPct }) => shiftPct), firstAgainstLastPct: found.map(({ firstAgainstLastPct }) => firstAgainstLastPct) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 3_600_000);
