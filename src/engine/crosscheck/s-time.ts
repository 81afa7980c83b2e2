/**
 * `openssl s_time -new` against one of our servers: another client, another clock of counting. Its connections must be as many as our
 * server counts. It reports whole seconds only, so it is timed from outside.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../errors.ts';
import { armBlock, runBlock } from '../run/block.ts';
import type { OpenArm } from '../run/session.ts';

const execute = promisify(execFile);
const SECONDS = 1;
const OWN_HANDSHAKES = 300;
const COLLECT_MS = 3_000;
const LIMIT_MS = 15_000;

export interface STimeTry {
  /** Connections that s_time says it made, and our server counted. */
  readonly theirs: number;
  readonly counted: number;
  readonly theirPerSecond: number;
  /** Our client's closed loop, just before and after. */
  readonly ourPerSecond: number;
}

/** Rejects where openssl is missing or fails, with its own words. `nextBlock` numbers the blocks that this takes; they are in no estimate. */
export async function trySTime(arm: OpenArm, nextBlock: () => number, cpus: readonly number[]): Promise<STimeTry> {
  const own = async (): Promise<{ handshakes: number; elapsedNs: number }> => {
    const { record } = await runBlock(await armBlock(arm, nextBlock(), { round: -1, arm: arm.index, observe: 'packets', handshakes: OWN_HANDSHAKES, stage: 'apart' }, null, null));
    return record.client.done;
  };
  const before = await own();
  const block = nextBlock();
  await arm.server.arm({ endpoint: arm.index, block, observe: 'timing', handshakes: 1, connections: 1, timeoutMs: LIMIT_MS });
  const beganMs = performance.now();
  const { stdout } = await execute('taskset', ['-c', cpus.join(','), 'openssl', 's_time', '-connect', `127.0.0.1:${arm.serverPort}`, '-new', '-time', String(SECONDS)], { timeout: LIMIT_MS }).catch((error: unknown) => {
    throw new Error(`openssl s_time: ${(error as { code?: unknown }).code === 'ENOENT' ? 'not on PATH; install the Debian package openssl' : messageOf(error).split('\n')[0] ?? ''}`);
  });
  const seconds = (performance.now() - beganMs) / 1000;
  const theirs = Number(/^(\d+) connections in \d+ real seconds/m.exec(stdout)?.[1] ?? NaN);
  if (Number.isNaN(theirs)) throw new Error('openssl s_time told no number of connections');
  const { done } = await arm.server.collect({ endpoint: arm.index, block, expect: theirs, timeoutMs: COLLECT_MS });
  const after = await own();
  return { theirs, counted: done.handshakes, theirPerSecond: theirs / seconds, ourPerSecond: ((before.handshakes + after.handshakes) / (before.elapsedNs + after.elapsedNs)) * 1e9 };
}
