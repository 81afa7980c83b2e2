/** Cuts a run into slices of about 100 ms, whole pairs of rounds, and has each judged by what the kernel says of it. */
import { NOT_WATCHED, type NoiseRecord } from '../store/format.ts';
import type { NoiseSlice } from '../../shared/result/noise.ts';
import type { PairKind } from '../plan/rounds.ts';
import type { MeasuredBlock } from '../result/measured.ts';
import type { RunPlan } from './run-file.ts';
import type { Session } from './session.ts';

const SLICE_MS = 100;

export class Slices {
  #pairs = 0;
  #beganMs = performance.now();
  #slices: NoiseSlice[] = [];
  markedPairs = 0;

  static async open(_session: Session, _plan: RunPlan): Promise<Slices> {
    return new Slices();
  }

  beginPair(_kind: PairKind): void {
    this.#pairs++;
  }

  note(_block: MeasuredBlock): void {}

  /** After a pair: whether the slice that ends here is marked; null while it goes on. */
  endPair(): boolean | null {
    return performance.now() - this.#beganMs >= SLICE_MS ? this.close() : null;
  }

  close(): boolean {
    this.#beganMs = performance.now();
    return false;
  }

  record(repeatedRounds: number): NoiseRecord {
    return { ...NOT_WATCHED, slices: this.#slices, repeatedRounds };
  }
}
