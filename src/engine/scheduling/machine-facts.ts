/** What of this machine helps or hurts a measurement, read from /sys and /proc, and what to change. */
import { readFileSync } from 'node:fs';
import type { NoiseSummary } from '../../shared/result/noise.ts';
import type { AdviceCode, Granted, Isolation } from '../../shared/result/scheduling.ts';
import type { Roots } from '../noise/reader.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';
import type { Priority } from './granted.ts';

export type IsolationFacts = Omit<Isolation, 'advice'>;

const KERNEL: Roots = { proc: '/proc', sys: '/sys' };

function read(path: string): string | null {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return null;
  }
}

/** The share of these CPUs' time that the hypervisor took; null where the system does not tell. */
export function parseStealPct(stat: string, cpus: readonly number[]): number | null {
  let steal = 0;
  let all = 0;
  for (const cpu of cpus) {
    const line = new RegExp(`^cpu${cpu} (.*)$`, 'm').exec(stat)?.[1];
    if (line === undefined) return null;
    // user nice system idle iowait irq softirq steal; guest time is in user already.
    const ticks = line.trim().split(' ').slice(0, 8).map(Number);
    steal += ticks[7] ?? 0;
    all += ticks.reduce((sum, value) => sum + value, 0);
  }
  return all > 0 ? (steal / all) * 100 : null;
}

/** `cpus` are the measured ones. */
export function readIsolation(cpus: readonly number[], { proc, sys }: Roots = KERNEL): IsolationFacts {
  const folder = `${sys}/devices/system/cpu`;
  const listed = (path: string): number[] => parseCpuList(read(path) ?? '');
  const governors = new Set(cpus.flatMap((cpu) => read(`${folder}/cpu${cpu}/cpufreq/scaling_governor`) ?? []));
  const smt = read(`${folder}/smt/active`);
  const siblings = new Set(cpus.flatMap((cpu) => listed(`${folder}/cpu${cpu}/topology/thread_siblings_list`)));
  return {
    isolatedCpus: listed(`${folder}/isolated`),
    nohzFullCpus: listed(`${folder}/nohz_full`),
    governor: governors.size > 0 ? [...governors].sort().join(', ') : null,
    smtActive: smt === null ? null : smt === '1',
    siblingCpus: [...siblings].filter((cpu) => !cpus.includes(cpu)).sort((a, b) => a - b),
    stealPct: parseStealPct(read(`${proc}/stat`) ?? '', cpus),
  };
}

export interface Circumstances {
  /** The measured CPUs, and whether two of them share a core. */
  readonly cpus: readonly number[];
  readonly sharedCore: boolean;
  /** All CPUs that the app may use. */
  readonly availableCpus: number;
  readonly priority: Priority;
  readonly granted: readonly Granted[];
  /** The run's verdict; null before it. */
  readonly noise: NoiseSummary | null;
}

/** Fewer CPUs than this leave none to the app. */
const ENOUGH_CPUS = 4;
/** More steal than this since the start is a crowded host. */
const CROWDED_PCT = 0.5;

/** What to change to see finer; of a run that was quiet, only what would still help. */
export function adviceFor(facts: IsolationFacts, { cpus, sharedCore, availableCpus, priority, granted, noise }: Circumstances): AdviceCode[] {
  const disturbed = noise !== null && (noise.verdict === 'noisy' || noise.verdict === 'some marked');
  const byOthers = disturbed && (noise.worst === 'otherCpuNs' || noise.worst === 'runQueueWaitNs');
  const isolated = cpus.every((cpu) => facts.isolatedCpus.includes(cpu)) || granted.some(({ what, granted: got }) => what === 'isolation' && got);
  const raised = priority !== 'normal' && granted.some(({ what, granted: got }) => what === 'priority' && got);
  const stolen = disturbed ? noise.worst === 'stealNs' : (facts.stealPct ?? 0) > CROWDED_PCT;
  const few = availableCpus < ENOUGH_CPUS;
  const advice: [boolean, AdviceCode][] = [
    [byOthers, 'quiet-machine'],
    [byOthers && !isolated && !few, 'isolate-cpus'],
    [byOthers && !raised, 'raise-priority'],
    [few, 'more-cpus'],
    [sharedCore, 'shared-core'],
    [facts.siblingCpus.length > 0, 'smt-off'],
    [facts.governor !== null && facts.governor !== 'performance', 'governor-performance'],
    [stolen, 'virtual'],
  ];
  return advice.flatMap(([holds, code]) => (holds ? [code] : []));
}
