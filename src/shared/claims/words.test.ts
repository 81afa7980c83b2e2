import { describe, expect, it } from 'vitest';
import { claimFigure, claimSpan, claimValue, countVerdicts } from './words.ts';
import { VERDICTS, type JudgedClaim } from './document.ts';

describe('figures of claims', () => {
  it('have three digits, and shifts their sign', () => {
    expect(claimFigure(0.8731, 'ms')).toBe('0.87');
    expect(claimFigure(14.72, 'ms')).toBe('14.7');
    expect(claimFigure(120.4, '%')).toBe('+120');
    expect(claimFigure(-3.14159, '%')).toBe('−3.14');
    expect(claimFigure(-0.001, '%')).toBe('0');
    expect(claimValue({ measured: null, unit: 'ms' })).toBeNull();
    expect(claimValue({ measured: 6.9, unit: 'KB' })).toBe('6.90\u00a0KB');
  });

  it('say which side of a claim is open', () => {
    expect(claimSpan([13.2, 16.2], 'ms')).toBe('13.2\u00a0…\u00a016.2\u00a0ms');
    expect(claimSpan([32, 100_000], 'KB')).toBe('≥\u00a032.0\u00a0KB');
    expect(claimSpan([-100, 0], '%')).toBe('<\u00a00\u00a0%');
    expect(claimSpan([6.9, 6.9], 'KB')).toBe('6.90\u00a0KB');
    expect(claimSpan(null, 'ms')).toBeNull();
  });

  it('are counted by verdict in the order given', () => {
    const claim = (verdict: JudgedClaim['verdict']): JudgedClaim => ({ id: 'a', section: '1', statement: { en: 'a', zh: 'a' }, reference: null, measured: null, ci: null, unit: null, verdict, reason: null, run: null, notes: null });
    expect(countVerdicts([claim('refuted'), claim('not run yet'), claim('refuted')], VERDICTS)).toEqual([['refuted', 2], ['not run yet', 1]]);
  });
});
