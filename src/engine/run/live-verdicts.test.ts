import { describe, expect, it } from 'vitest';
import { CalmLooks } from './live-verdicts.ts';

describe('looks at a run that is on', () => {
  it('are seldom enough to cost a hundredth of its time', () => {
    let nowMs = 0;
    const looks = new CalmLooks();
    const look = (costMs: number): boolean => looks.look(() => nowMs, () => {
      nowMs += costMs;
      return true;
    }) === true;
    expect(look(20)).toBe(true);
    nowMs = 1_999;
    expect(look(1)).toBe(false);
    nowMs = 2_000;
    expect(look(1)).toBe(true);
    nowMs = 2_400;
    expect(look(1)).toBe(false);
    nowMs = 2_500;
    expect(look(1)).toBe(true);
  });
});
