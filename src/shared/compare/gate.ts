/** Whether a run may pass: it fails only on a regression that its figures defend. Pure; src/shared/compare/gate-report.ts tells it in the formats of pipelines. */
import type { ResultDocument } from '../result/document.ts';
import type { CompareDocument } from './document.ts';

export interface GateOptions {
  /** The regression that is allowed, as a share. */
  readonly maxRegression: number;
  /** The regression that the run must have been able to see, as a share; null asks for nothing. */
  readonly requireResolution: number | null;
}

export interface GatedArm {
  readonly arm: string;
  /** `unsure`: nothing can be said, which is no regression. */
  readonly outcome: 'passed' | 'regressed' | 'failed' | 'unsure';
  readonly words: string;
}

export interface Gate {
  readonly passed: boolean;
  /** Some arm could not have shown a regression of the size that was asked for. */
  readonly unresolved: boolean;
  readonly maxRegression: number;
  readonly arms: readonly GatedArm[];
}

const signed = (share: number): string => `${share >= 0 ? '+' : '−'}${Math.abs(share * 100).toFixed(1)} %`;
const BY = { rounds: 'paired in rounds', anchor: 'against the arm that both runs have', times: 'by their own times' } as const;

export function gate({ arms }: CompareDocument, { baseline, run }: { readonly baseline: ResultDocument; readonly run: ResultDocument }, { maxRegression, requireResolution }: GateOptions): Gate {
  const compared = arms.map((one): GatedArm => {
    const range = one.ratioCi ? ` [${signed(one.ratioCi[0] - 1)} … ${signed(one.ratioCi[1] - 1)}]` : '';
    const figure = `p50 ${signed(one.ratio - 1)}${range}, ${BY[one.by]}`;
    const regressed = one.verdict === 'slower' && one.ratioCi !== null && one.ratioCi[0] - 1 > maxRegression;
    if (regressed) return { arm: one.b, outcome: 'regressed', words: `${figure}: more than the ${(maxRegression * 100).toFixed(1)} % that are allowed` };
    if (one.verdict === 'too noisy' || one.verdict === 'not trusted') return { arm: one.b, outcome: 'unsure', words: `${figure}: ${one.verdict}, ${one.reason ?? ''}` };
    return { arm: one.b, outcome: 'passed', words: one.verdict === 'slower' ? `${figure}: slower, not by more than is allowed as far as the interval tells` : `${figure}: ${one.verdict}` };
  });
  const worked = new Set(baseline.arms.filter(({ state }) => state === 'good').map(({ id }) => id));
  const lost = run.arms.filter(({ id, state }) => state === 'failed' && worked.has(id)).map(({ id, reason }): GatedArm => ({ arm: id, outcome: 'failed', words: reason ?? 'it failed' }));
  const all = [...compared, ...lost];
  const half = (ci: readonly [number, number] | null): number => (ci ? (ci[1] - ci[0]) / 2 : Infinity);
  return {
    passed: all.every(({ outcome }) => outcome === 'passed' || outcome === 'unsure'),
    unresolved: requireResolution !== null && arms.some(({ ratioCi }) => half(ratioCi) > requireResolution),
    maxRegression,
    arms: all,
  };
}
