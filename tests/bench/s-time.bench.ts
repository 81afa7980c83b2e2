/**
 * Our clients against `openssl s_time -new`, and the C client against `tls-perf` where there is one (HSLAB_TLS_PERF, or on PATH), in turns on the same
 * server. s_time counts whole seconds, so it is timed from outside. Neither of the two verifies the chain or reads tickets, ours do both: figures are
 * told with and without the verifying, and each is measured with the server's own tickets and, where it can be told so, with none.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { pairedRatio } from './paired.ts';
import { mean } from '../../src/engine/stats/quantiles.ts';
import { automaticPlacement } from '../../src/engine/plan/placement.ts';
import { readCpus } from '../../src/engine/plan/topology.ts';
import { projectRoot } from '../stacks/world.ts';
import { openArms, timeBlock } from './pair.ts';
import { round, tell } from './tell.ts';

const run = promisify(execFile);
const TURNS = 16;
const HANDSHAKES = 1000;
const TLS_PERF = process.env['HSLAB_TLS_PERF'] ?? 'tls-perf';

const engine = createEngine({ projectRoot, appVersion: 'bench', runsFolder: '/nonexistent', scenariosFolder: '/nonexistent' });
const cpus = automaticPlacement(readCpus()).client.join(',');

/** One of the arm's server, `TURNS` times in turn with ours. */
async function inTurns(family: string, tickets: number | null, other: (port: number) => Promise<number>, ours: 'rate' | 'rate without verifying' | 'cpu' | 'cpu without verifying') {
  const stacks = await engine.stacks.list();
  const stack = stacks.find((one) => one.family === family && one.available);
  if (!stack) return null;
  const session = await openArms(stack, ['timing'], stacks, tickets);
  try {
    const [arm] = session.arms;
    if (!arm) throw new Error(JSON.stringify(session.failures));
    await timeBlock(arm, 500, -1);
    const [own, theirs] = [new Map<number, number>(), new Map<number, number>()];
    for (let turn = 0; turn < TURNS; turn++) {
      const block = await timeBlock(arm, HANDSHAKES, turn);
      const verifyNs = ours.endsWith('without verifying') ? block.verifyNs : 0;
      own.set(turn, ours.startsWith('rate') ? 1e9 / (block.elapsedNs / block.handshakes - verifyNs) : block.clientCpuNs / block.handshakes - verifyNs);
      theirs.set(turn, await other(arm.serverPort));
    }
    const ratio = pairedRatio(theirs, own);
    return { stack: stack.id, ratio: ratio && round(ratio.ratio), ci: ratio?.ci.map((end) => round(end)), ours: round(mean([...own.values()]), 0), theirs: round(mean([...theirs.values()]), 0) };
  } finally {
    await session.close();
  }
}

describe('our clients against others’ on the same server', () => {
  it.each([['go', 'rate', null], ['openssl', 'rate', null], ['openssl', 'rate', 0], ['openssl', 'rate without verifying', 0]] as const)('%s: its %s against openssl s_time -new, tickets %s', async (family, ours, tickets) => {
    const found = await inTurns(family, tickets, async (port) => {
      const began = performance.now();
      const { stdout } = await run('taskset', ['-c', cpus, 'openssl', 's_time', '-connect', `127.0.0.1:${port}`, '-new', '-time', '2']);
      return Number(/(\d+) connections in \d+ real seconds/.exec(stdout)?.[1] ?? NaN) / ((performance.now() - began) / 1000);
    }, ours);
    tell(`s_time, ${ours}, handshakes/s`, { ...(found ?? { family, skipped: true }), tickets: tickets ?? 'default' });
  });

  it.each([['cpu', null], ['cpu', 0], ['cpu without verifying', null], ['cpu without verifying', 0]] as const)('%s of the C client against tls-perf, tickets %s', async (ours, tickets) => {
    const there = await run(TLS_PERF, ['--help']).then(() => true, (error: unknown) => (error as { code?: unknown }).code !== 'ENOENT');
    if (!there) return tell('tls-perf, client CPU ns', { skipped: 'no tls-perf on PATH; HSLAB_TLS_PERF names one' });
    const found = await inTurns('openssl', tickets, async (port) => {
      const script = `TIMEFORMAT='%3U %3S'; time taskset -c ${cpus} "$0" -q -l 1 -t 1 -n ${HANDSHAKES} -T 20 --tls 1.3 127.0.0.1 ${port} >/dev/null`;
      const { stderr } = await run('bash', ['-c', script, TLS_PERF]);
      const [user = NaN, system = NaN] = (/([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? []).slice(1).map(Number);
      return ((user + system) * 1e9) / HANDSHAKES;
    }, ours);
    tell(`tls-perf, client ${ours} ns`, { ...(found ?? { skipped: true }), tickets: tickets ?? 'default' });
  });
});
