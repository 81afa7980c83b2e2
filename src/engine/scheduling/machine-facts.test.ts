import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ADVICE, Isolation } from '../../shared/result/scheduling.ts';
import type { NoiseSummary } from '../../shared/result/noise.ts';
import { allowedCpus } from '../plan/topology.ts';
import { adviceFor, parseStealPct, readIsolation, type Circumstances, type IsolationFacts } from './machine-facts.ts';

let folder: string | null = null;
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true });
  folder = null;
});

function machine(files: Readonly<Record<string, string>>) {
  folder = mkdtempSync(join(os.tmpdir(), 'machine-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { proc: join(folder, 'proc'), sys: join(folder, 'sys') };
}

describe('a machine', () => {
  it('is told by its files', () => {
    const cpu = 'sys/devices/system/cpu';
    const roots = machine({
      'proc/stat': 'cpu  0 0\ncpu2 100 0 0 880 0 0 0 20 50 0\ncpu3 0 0 0 1000 0 0 0 0 0 0\n',
      [`${cpu}/isolated`]: '2-3\n', [`${cpu}/nohz_full`]: '2\n', [`${cpu}/smt/active`]: '1\n',
      [`${cpu}/cpu2/cpufreq/scaling_governor`]: 'powersave\n', [`${cpu}/cpu3/cpufreq/scaling_governor`]: 'performance\n',
      [`${cpu}/cpu2/topology/thread_siblings_list`]: '2,6\n', [`${cpu}/cpu3/topology/thread_siblings_list`]: '3,7\n',
    });
    expect(readIsolation([2, 3], roots)).toEqual({ isolatedCpus: [2, 3], nohzFullCpus: [2], governor: 'performance, powersave', smtActive: true, siblingCpus: [6, 7], stealPct: 1 });
  });

  it('is unknown where it has none', () => {
    expect(readIsolation([0], machine({}))).toEqual({ isolatedCpus: [], nohzFullCpus: [], governor: null, smtActive: null, siblingCpus: [], stealPct: null });
    expect(parseStealPct('cpu0 1 1\n', [1])).toBeNull();
  });

  it.runIf(process.platform === 'linux')('is this one', () => {
    const facts = readIsolation(allowedCpus());
    expect(Isolation.parse({ ...facts, advice: [] })).toMatchObject(facts);
    expect(facts.stealPct).toBeGreaterThanOrEqual(0);
  });
});

describe('advice', () => {
  const PLAIN: IsolationFacts = { isolatedCpus: [], nohzFullCpus: [], governor: 'performance', smtActive: false, siblingCpus: [], stealPct: 0 };
  const verdict = (kind: NoiseSummary['verdict'], worst: string | null): NoiseSummary => ({ verdict: kind, worst, slices: 100, marked: 9, missing: [] });
  const at = (change: Partial<Circumstances> = {}): Circumstances => ({ cpus: [2, 3], sharedCore: false, availableCpus: 8, priority: 'normal', granted: [], noise: verdict('quiet', null), ...change });

  it('is none for a quiet run on a well set machine', () => {
    expect(adviceFor(PLAIN, at())).toEqual([]);
  });

  it('is against other programs where they disturbed', () => {
    const noisy = at({ noise: verdict('noisy', 'runQueueWaitNs') });
    expect(adviceFor(PLAIN, noisy)).toEqual(['quiet-machine', 'isolate-cpus', 'raise-priority']);
    expect(adviceFor({ ...PLAIN, isolatedCpus: [2, 3] }, noisy)).not.toContain('isolate-cpus');
    expect(adviceFor(PLAIN, { ...noisy, availableCpus: 2 })).toEqual(['quiet-machine', 'raise-priority', 'more-cpus']);
    const granted = { what: 'priority' as const, asked: 'high', got: 'nice -10', granted: true, reason: null };
    expect(adviceFor(PLAIN, { ...noisy, priority: 'high', granted: [granted] })).not.toContain('raise-priority');
    expect(adviceFor(PLAIN, { ...noisy, priority: 'high', granted: [{ ...granted, granted: false }] })).toContain('raise-priority');
  });

  it('is about the machine’s own settings', () => {
    expect(adviceFor({ ...PLAIN, governor: 'powersave', siblingCpus: [6] }, at({ sharedCore: true }))).toEqual(['shared-core', 'smt-off', 'governor-performance']);
    expect(adviceFor({ ...PLAIN, governor: null }, at())).toEqual([]);
  });

  it('is about the host where that takes time', () => {
    expect(adviceFor({ ...PLAIN, stealPct: 2 }, at({ noise: null }))).toEqual(['virtual']);
    expect(adviceFor(PLAIN, at({ noise: verdict('some marked', 'stealNs') }))).toEqual(['virtual']);
  });

  it('has codes that the window knows', () => {
    const all = adviceFor({ ...PLAIN, governor: 'powersave', siblingCpus: [1], stealPct: 9 }, at({ availableCpus: 2, sharedCore: true, noise: verdict('noisy', 'otherCpuNs') }));
    expect(all.every((code) => ADVICE.includes(code))).toBe(true);
  });
});
