/** Figures of claims as text. */
import type { JudgedClaim } from './document.ts';

const MINUS = '−';
const NBSP = '\u00a0';
/** Beyond this a claim's bound is open: "at least" or "less". */
const OPEN = 1e4;

/** Three significant digits at most; shifts always with their sign. */
export function claimFigure(value: number, unit: string | null): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const text = size.toFixed(digits);
  const zero = Number(text) === 0;
  if (zero) return '0';
  return `${value < 0 ? MINUS : unit === '%' ? '+' : ''}${text}`;
}

export const claimValue = ({ measured, unit }: Pick<JudgedClaim, 'measured' | 'unit'>): string | null => (measured === null ? null : `${claimFigure(measured, unit)}${unit === null ? '' : `${NBSP}${unit}`}`);

/** `a … b unit`, with one side open where the claim is (`≥ 32 KB`). */
export function claimSpan(range: readonly [number, number] | null, unit: string | null): string | null {
  if (range === null) return null;
  const tail = unit === null ? '' : `${NBSP}${unit}`;
  const [low, high] = range;
  if (high >= OPEN) return `≥${NBSP}${claimFigure(low, unit)}${tail}`;
  // A time cannot be shorter than by all of it: such a bound says "shorter", no more.
  if (unit === '%' && low <= -100) return `<${NBSP}${claimFigure(high, unit)}${tail}`;
  if (low === high) return `${claimFigure(low, unit)}${tail}`;
  return `${claimFigure(low, unit)}${NBSP}…${NBSP}${claimFigure(high, unit)}${tail}`;
}

/** How many claims stand at each verdict, in the verdicts' order; those of none are left out. */
export function countVerdicts(claims: readonly JudgedClaim[], order: readonly JudgedClaim['verdict'][]): (readonly [JudgedClaim['verdict'], number])[] {
  return order.map((verdict) => [verdict, claims.filter((claim) => claim.verdict === verdict).length] as const).filter(([, count]) => count > 0);
}
