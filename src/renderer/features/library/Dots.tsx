import type { RunHeadline } from '../../../shared/ipc/contract.ts';

const WIDTH = 128;
const HEIGHT = 30;
/** More arms than this lie on one another; the headline says which is farthest. */
const LINES = 12;

/** Each arm's p50 with its interval, in the arms' order, on one axis from 0 to the slowest. */
export function Dots({ arms, label }: { readonly arms: RunHeadline['arms']; readonly label: string }) {
  const known = arms.flatMap(({ p50Ns, p50CiNs }) => (p50Ns === null ? [] : [{ p50Ns, ci: p50CiNs ?? ([p50Ns, p50Ns] as const) }]));
  if (known.length === 0) return null;
  const most = Math.max(...known.map(({ ci }) => ci[1])) * 1.03;
  const x = (ns: number): number => (ns / most) * WIDTH;
  const step = Math.min(7, (HEIGHT - 8) / (Math.min(known.length, LINES) - 1 || 1));
  const top = (HEIGHT - 2 - step * (Math.min(known.length, LINES) - 1)) / 2;
  return (
    <svg className="run-dots" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={`M.5 0V${HEIGHT}`} className="tick" />
      {known.map(({ p50Ns, ci }, index) => {
        const y = top + step * (index % LINES);
        return (
          <g key={index}>
            <path d={`M1 ${y}H${x(ci[0])}`} className="gl" />
            <path d={`M${x(ci[0])} ${y}H${x(ci[1])}`} className="ink" strokeWidth={2} />
            <circle cx={x(p50Ns)} cy={y} r="2" fill="var(--ink)" />
          </g>
        );
      })}
    </svg>
  );
}
