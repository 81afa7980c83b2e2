import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { ResultDocument } from '../result/document.ts';
import type { StackInfo } from '../stacks.ts';
import { Claim } from './document.ts';
import { judge } from './judge.ts';

const document = ResultDocument.parse(JSON.parse(readFileSync(new URL('../../../tests/fixtures/result.json', import.meta.url), 'utf8')));
const go = { client: 'go', server: 'go' };
const claim = (measure: object, reference: [number, number] | null = null) => Claim.parse({ id: 'x.y', section: '1', statement: { en: 'a', zh: 'b' }, reference, measure });
const stack = (offers: string[]): StackInfo => ({ id: 'go1.27', family: 'go', available: true, reason: null, remedy: null, version: '1.27', library: null, offers, observes: [], not: [{ what: 'earlyData', why: 'no API', source: 'https://go.dev' }] });
const arm = document.arms.find(({ id }) => id === 'go1.27→go1.27');
const mean = (arm?.handshake.meanNs ?? NaN) / 1e6;

describe('a claim', () => {
  it('is supported by an interval within it, refuted by one outside, and neither by one across its end', () => {
    const verdict = (reference: [number, number]) => judge(claim({ kind: 'time', of: 'mean', arm: go }, reference), document, []).verdict;
    expect(verdict([mean * 0.5, mean * 2])).toBe('supported');
    expect(verdict([mean * 2, mean * 3])).toBe('refuted');
    expect(verdict([mean, mean * 3])).toBe('inconclusive');
  });

  it('tells the figure, its interval, the unit and the run', () => {
    expect(judge(claim({ kind: 'time', of: 'mean', arm: go }, [1, 2]), document, [])).toMatchObject({ measured: mean, unit: 'ms', run: document.run.id, ci: [expect.any(Number), expect.any(Number)] });
  });

  it('of a shift takes the paired comparison, whichever way round the run holds it', () => {
    const shift = (from: object, to: object) => judge(claim({ kind: 'shift', arm: from, against: to }, [-100, 0]), document, []);
    const slower = shift({ client: 'dotnet', server: 'go' }, go);
    const faster = shift(go, { client: 'dotnet', server: 'go' });
    expect(slower).toMatchObject({ verdict: 'refuted', unit: '%' });
    expect(faster.verdict).toBe('supported');
    expect((1 + (slower.measured ?? NaN) / 100) * (1 + (faster.measured ?? NaN) / 100)).toBeCloseTo(1, 6);
  });

  it('on what a stack does not offer says why, with the source', () => {
    const offer = { kind: 'offer', stack: 'go', token: 'earlyData' };
    expect(judge(claim(offer), document, [stack([])])).toMatchObject({ verdict: 'not offered by this stack', reason: { en: 'go1.27: no API · https://go.dev' } });
    expect(judge(claim(offer), document, [stack(['earlyData'])]).verdict).toBe('supported');
    expect(judge(claim(offer), document, []).verdict).toBe('not testable here');
  });

  it('on an arm that the run does not hold is not testable', () => {
    expect(judge(claim({ kind: 'time', of: 'p95', arm: { client: 'go', server: 'caddy' } }, [0, 1]), document, [])).toMatchObject({ verdict: 'not testable here', measured: null });
  });
});
