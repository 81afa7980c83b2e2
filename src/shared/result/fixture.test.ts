import { expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { buildResult } from '../../../tests/fixtures/result-fixture.ts';

const SLOW_MS = 60_000;

it('the sample result is what its script builds', async () => {
  await expect(`${JSON.stringify(buildResult(), null, 1)}\n`).toMatchFileSnapshot('../../../tests/fixtures/result.json');
}, SLOW_MS);

it('the sample result has nine arms, one of them failed, and one left out', () => {
  expect(RESULT.arms.map((arm) => arm.state).filter((state) => state === 'failed')).toHaveLength(1);
  expect([RESULT.arms.length, RESULT.refused.length]).toEqual([9, 1]);
});
