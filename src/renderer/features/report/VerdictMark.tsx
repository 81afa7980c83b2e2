/** The shape of a claim's verdict, beside its word: neither is told by colour alone. */
import type { JudgedClaim } from '../../../shared/claims/document.ts';

type Verdict = JudgedClaim['verdict'];

const SHAPES: Readonly<Record<Verdict, { readonly path: string; readonly tone: string; readonly dashed?: boolean }>> = {
  supported: { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1M3.6 6.2 5.3 7.9 8.5 4.4', tone: 'var(--ok)' },
  refuted: { path: 'M6 .8 11.2 6 6 11.2.8 6zM4.4 4.4l3.2 3.2M7.6 4.4 4.4 7.6', tone: 'var(--bad)' },
  inconclusive: { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1M3.4 6.4q1.3-1.6 2.6-.4t2.6-.4', tone: 'var(--warn)' },
  'not offered by this stack': { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1M2.6 9.4 9.4 2.6', tone: 'var(--none)' },
  'not testable here': { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1', tone: 'var(--none)', dashed: true },
  'not built yet': { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1', tone: 'var(--none)', dashed: true },
  'not run yet': { path: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1', tone: 'var(--none)', dashed: true },
};

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const { path, tone, dashed } = SHAPES[verdict];
  return <svg className="rp-mark" viewBox="0 0 12 12" width={11} height={11} aria-hidden="true"><path d={path} fill="none" strokeWidth={1.3} strokeDasharray={dashed ? '1.6 1.6' : undefined} style={{ stroke: tone }} /></svg>;
}
