/** A run's figures as they grow: blocks come in as they are measured, wait for their slice's judgement, and then count. */
import type { Arm } from '../../shared/scenario/arms.ts';
import { ArmFigures } from './arm.ts';
import type { Families } from './handshake.ts';
import { isTiming } from '../run/stage.ts';
import type { MeasuredBlock } from './measured.ts';
import { shiftBetween } from './pair-series.ts';

/** A third: from there on the noise watch calls the machine noisy throughout. */
const MOST_LEFT_OUT = 1 / 3;

export const familyOf = (stack: string): string => /^[a-z-]*[a-z]/.exec(stack)?.[0] ?? stack;
export const familiesOf = ({ client, server, roundTripNs }: Pick<Arm, 'client' | 'server' | 'roundTripNs'>): Families => ({ client: familyOf(client), server: familyOf(server), relayed: roundTripNs !== null });

export class RunFigures {
  readonly arms: readonly ArmFigures[];
  #waiting: MeasuredBlock[] = [];
  #timed = { clean: 0, marked: 0 };

  constructor(arms: readonly Pick<Arm, 'client' | 'server' | 'roundTripNs'>[]) {
    this.arms = arms.map((arm) => new ArmFigures(familiesOf(arm)));
  }

  add(block: MeasuredBlock): void {
    this.#waiting.push(block);
  }

  /** The blocks since the last call were measured in one slice of time, whole pairs of rounds. */
  closeSlice(marked: boolean): void {
    for (const block of this.#waiting) {
      this.arms[block.arm]?.add(block, marked);
      if (isTiming(block)) this.#timed[marked ? 'marked' : 'clean']++;
    }
    this.#waiting = [];
  }

  /**
   * Whether marked rounds are left out of the estimates: only while they are the exception. Of a machine that is disturbed throughout
   * the rounds that happen to be unmarked say no more than the others.
   */
  get leavesOut(): boolean {
    const { clean, marked } = this.#timed;
    return marked <= (clean + marked) * MOST_LEFT_OUT;
  }

  /** The widest interval of what the run is asked for, %: the shifts of `open` arms against the first of them, or its p50 where it is alone. */
  worstHalfWidthPct(open: readonly number[]): number {
    const [first, ...others] = open.map((index) => this.arms[index]).filter((arm) => arm !== undefined);
    if (!first) return Infinity;
    const leaveOut = this.leavesOut;
    if (others.length === 0) return first.halfWidthPct(leaveOut);
    return Math.max(...others.map((arm) => {
      const shift = shiftBetween(arm.series(leaveOut), first.series(leaveOut));
      // Of the ratio itself: an arm that takes fifty times as long is known as well as one that takes as long.
      return shift ? ((Math.exp(shift.ci[1] - shift.estimate) - Math.exp(shift.ci[0] - shift.estimate)) / 2) * 100 : Infinity;
    }));
  }
}
