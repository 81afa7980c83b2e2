/** Which arms are slower or faster than the first, while the run still goes: said only where it would stand at the end too. */
import type { LiveVerdict } from '../../shared/live/events.ts';
import { isTwin, type Arm } from '../../shared/scenario/arms.ts';
import { compareArms, type ComparedArm } from '../result/comparisons.ts';
import type { RunFigures } from '../result/run-figures.ts';
import { NOT_WATCHED } from '../store/format.ts';

/**
 * The rounds are looked at again and again, and each look may err: at a tenth of the usual level
 * a false verdict at any look of a run stays about as rare as one at its end.
 */
const LEVEL = 0.005;
/** Of the run's time, what looking may take. */
const SHARE = 0.01;
const LEAST_MS = 500;

export function liveVerdicts(arms: readonly Arm[], failures: Readonly<Record<string, string>>, figures: RunFigures): LiveVerdict[] {
  const compared = arms.map((arm, index): ComparedArm => ({ arm, figures: figures.arms[index] as RunFigures['arms'][number], good: failures[arm.id] === undefined }));
  const originals = compared.filter(({ arm }) => !isTwin(arm));
  const twins = compared.filter(({ arm }) => isTwin(arm)).map((twin) => ({ twin, of: originals.findIndex(({ arm }) => arm.id === twin.arm.twinOf) }));
  const reference = originals.find(({ good }) => good)?.arm.id;
  return compareArms(originals, twins, [], NOT_WATCHED.summary, figures.leavesOut)
    .filter(({ against, differsIn }) => against === reference && differsIn !== 'floor')
    .map(({ arm, ratio, ratioCi, verdict, pAdjusted }) => ({ arm, ratio, ratioCi, verdict: (verdict === 'faster' || verdict === 'slower') && pAdjusted < LEVEL ? verdict : null }));
}

/** Looks so seldom that it costs next to nothing. */
export class CalmLooks {
  #nextMs = 0;

  look<T>(nowMs: () => number, work: () => T): T | null {
    const began = nowMs();
    if (began < this.#nextMs) return null;
    const found = work();
    this.#nextMs = began + Math.max(LEAST_MS, (nowMs() - began) / SHARE);
    return found;
  }
}
