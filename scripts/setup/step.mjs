// One step of set-up: skipped when its inputs are unchanged, timed, and never fatal: a step that fails says why and what to do.
import { rmSync } from 'node:fs';
import { CommandError } from './command.mjs';
import { lock } from './lock.mjs';
import { inTools } from './paths.mjs';
import { readJson, writeWhole } from './stamp.mjs';

/** A step that failed is tried again after this, or at once when its inputs change. */
const RETRY_MS = 10 * 60_000;
const stampOf = (step) => inTools('stamps', `${step.name}.json`);

/** What went wrong and what a person can do. Thrown by a step's `make`. */
export class Unavailable extends Error {
  name = 'Unavailable';
  constructor(reason, remedy) {
    super(reason);
    this.remedy = remedy;
  }
}

/** What the machine refuses (a full disk, a folder of someone else's) ends a step, not set-up; our own mistakes do end it. */
const isTold = (error) => error instanceof Unavailable || error instanceof CommandError || typeof error?.syscall === 'string';

/**
 * @param {{name: string, inputs: () => string, stands: (result: object) => boolean, make: () => Promise<object>, remedy: string, doing?: string}} step
 *   `inputs`: a text that changes when the step must run again; `stands`: a cheap check that its result is still there;
 *   `doing`: said when it begins, where someone waits for this step alone.
 * @param {{say: (line: string) => void, retry?: boolean, retryMs?: number}} options
 * @returns {Promise<{ok: true, [key: string]: unknown} | {ok: false, reason: string, remedy: string}>}
 */
export async function perform(step, { say, retry = false, retryMs = RETRY_MS }) {
  const path = stampOf(step);
  const inputs = step.inputs();
  const known = () => {
    const stamp = readJson(path);
    if (stamp?.inputs !== inputs) return null;
    if (stamp.result.ok) return step.stands(stamp.result) ? stamp.result : null;
    return !retry && Date.now() - stamp.atMs < retryMs ? stamp.result : null;
  };
  const before = known();
  if (before) return before;
  const unlock = await lock(`${path}.lock`, (pid) => say(`${step.name}: waiting for the set-up that is under way (process ${pid})`));
  try {
    // Whoever held the lock may have done it.
    return known() ?? (await make(step, path, inputs, say));
  } finally {
    unlock();
  }
}

/** What came of a step before, without making it again: null where nothing did, or where its result is gone. */
export function recall(step) {
  const result = readJson(stampOf(step))?.result ?? null;
  return result?.ok && !step.stands(result) ? null : result;
}

async function make(step, path, inputs, say) {
  // Gone before the step begins: an interrupted step is never taken for the one before it, even when its inputs change back.
  rmSync(path, { force: true });
  if (step.doing) say(`${step.name}: ${step.doing}`);
  const began = performance.now();
  let result;
  try {
    result = { ok: true, ...(await step.make()) };
  } catch (error) {
    if (!isTold(error)) throw error;
    result = { ok: false, reason: error.message, remedy: error.remedy ?? step.remedy };
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(result.ok ? `${step.name}: ${result.said ?? 'done'} (${seconds} s)` : `${step.name}: not available (${seconds} s): ${result.reason}\n  remedy: ${result.remedy}`);
  writeWhole(path, JSON.stringify({ inputs, atMs: Date.now(), result }));
  return result;
}
