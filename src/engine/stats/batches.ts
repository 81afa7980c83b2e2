/**
 * Intervals of an arm's own figures, from batches of rounds that follow each other (batch means: Law, Simulation Modeling and
 * Analysis, §9.5.3). Handshakes of a batch share the machine's mood; what differs between batches is what another run would see.
 * Where batches still resemble their neighbours, the variance grows by that too.
 */
import { t975 } from '../../shared/statistics/normal.ts';
import { varianceInflation } from './serial.ts';
import type { Interval } from './signed-rank.ts';

/** Fewer batches than this promise nothing. */
export const MIN_BATCHES = 8;
/** Few and long rather than many and short: then each stands more for itself (docs/method.md shows the coverage by their number). */
export const BATCHES = 12;

export interface RatioEstimate {
  readonly value: number;
  readonly standardError: number;
  /** Degrees of freedom left after batches that resemble each other. */
  readonly degrees: number;
}

/** Σ numerator ÷ Σ denominator over batches with its standard error (ratio estimator: Cochran 1977, §6.4); null with too few batches. */
export function ratioOf(numerators: ArrayLike<number>, denominators: ArrayLike<number>): RatioEstimate | null {
  const batches = numerators.length;
  let top = 0;
  let bottom = 0;
  for (let index = 0; index < batches; index++) {
    top += numerators[index] as number;
    bottom += denominators[index] as number;
  }
  if (batches < MIN_BATCHES || bottom <= 0) return null;
  const value = top / bottom;
  const residuals = Float64Array.from({ length: batches }, (_, index) => (numerators[index] as number) - value * (denominators[index] as number));
  let squares = 0;
  for (const residual of residuals) squares += residual * residual;
  // Residuals are taken from the batches' own mean, which hides some of what they share.
  const seen = varianceInflation(residuals);
  const inflation = seen / Math.max(0.5, 1 - seen / batches);
  return { value, standardError: Math.sqrt((squares * batches * inflation) / (batches - 1)) / bottom, degrees: Math.max(4, (batches - 1) / inflation) };
}

/** For positive numerators. */
export function ratioInterval(numerators: ArrayLike<number>, denominators: ArrayLike<number>): Interval | null {
  const found = ratioOf(numerators, denominators);
  if (!found) return null;
  if (found.value <= 0) return null;
  // On the log scale, since times and rates are positive and skewed upward.
  const factor = Math.exp((t975(found.degrees) * found.standardError) / found.value);
  return [found.value / factor, found.value * factor];
}
