/** Our Go client against `openssl s_time -new` on the same Go server, in turns; s_time counts whole seconds, so it is timed from outside. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { pairedRatio } from './paired.ts';
import { mean } from '../../src/engine/stats/quantiles.ts';
import { automaticPlacement } from '../../src/engine/plan/placement.ts';
import { readCpus } from '../../src/engine/plan/topology.ts';
import { projectRoot } from '../stacks/world.ts';
import { openArms, timeBlock } from './pair.ts';
import { round, tell } from './tell.ts';

const run = promisify(execFile);
const TURNS = 8;
const HANDSHAKES = 1500;

it('rate of the Go client against openssl s_time -new', async () => {
  const engine = createEngine({ projectRoot, appVersion: 'bench', runsFolder: '/nonexistent', scenariosFolder: '/nonexistent' });
  const stacks = await engine.stacks.list();
  const go = stacks.find((one) => one.family === 'go' && one.available);
  if (!go) return tell('s_time', { skipped: true });
  const session = await openArms(go, ['timing'], stacks);
  try {
    const [arm] = session.arms;
    if (!arm) throw new Error(JSON.stringify(session.failures));
    await timeBlock(arm, 500, -1);
    const ours = new Map<number, number>();
    const theirs = new Map<number, number>();
    const cpu = automaticPlacement(readCpus()).client.join(',');
    for (let turn = 0; turn < TURNS; turn++) {
      const own = await timeBlock(arm, HANDSHAKES, turn);
      ours.set(turn, own.handshakes / (own.elapsedNs / 1e9));
      const began = performance.now();
      const { stdout } = await run('taskset', ['-c', cpu, 'openssl', 's_time', '-connect', `127.0.0.1:${arm.port}`, '-new', '-time', '2']);
      const seconds = (performance.now() - began) / 1000;
      theirs.set(turn, Number(/(\d+) connections in \d+ real seconds/.exec(stdout)?.[1] ?? NaN) / seconds);
    }
    const ratio = pairedRatio(theirs, ours);
    tell('s_time', { ratio: ratio && round(ratio.ratio), ci: ratio?.ci.map((end) => round(end)), oursPerSecond: round(mean([...ours.values()]), 0), sTimePerSecond: round(mean([...theirs.values()]), 0) });
  } finally {
    await session.close();
  }
});
