/** What is claimed (dashed) and what was measured (dot and whiskers) on one axis of their own: whether one lies in the other is seen at a glance. */
import type { JudgedClaim } from '../../../shared/claims/document.ts';

const WIDTH = 132;
const HEIGHT = 20;
const PAD = 6;
/** A bound that is open, or farther off than this many times all else, is drawn to the edge. */
const FAR = 1e4;

export function Span({ claim: { reference, measured, ci } }: { readonly claim: JudgedClaim }) {
  if (measured === null) return null;
  const low = ci?.[0] ?? measured;
  const high = ci?.[1] ?? measured;
  const bounds = (reference ?? []).filter((bound) => Math.abs(bound) < FAR);
  const from = Math.min(low, ...bounds);
  const to = Math.max(high, ...bounds);
  const margin = (to - from || Math.abs(to) || 1) * 0.08;
  const x = (value: number): number => PAD + ((Math.min(Math.max(value, from - margin), to + margin) - from + margin) / (to - from + 2 * margin)) * (WIDTH - 2 * PAD);
  const middle = HEIGHT / 2;
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="claim-span">
      <line className="gl" x1={0} x2={WIDTH} y1={middle} y2={middle} />
      {reference ? <rect className="claim-says" x={x(reference[0])} width={Math.max(2, x(reference[1]) - x(reference[0]))} y={2.5} height={HEIGHT - 5} /> : null}
      <line className="ink" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      {ci && ci[0] !== ci[1] ? <><line className="ink" x1={x(low)} x2={x(low)} y1={middle - 3} y2={middle + 3} /><line className="ink" x1={x(high)} x2={x(high)} y1={middle - 3} y2={middle + 3} /></> : null}
      <circle className="claim-dot" cx={x(measured)} cy={middle} r={3} />
    </svg>
  );
}
