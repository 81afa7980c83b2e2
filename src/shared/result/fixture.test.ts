import { expect, it } from 'vitest';
import { buildResult } from '../../../tests/fixtures/result-fixture.ts';
import { ResultDocument } from './document.ts';

const SLOW_MS = 60_000;
const built = buildResult();

it('the sample result is what its script builds', async () => {
  await expect(`${JSON.stringify(built, null, 1)}\n`).toMatchFileSnapshot('../../../tests/fixtures/result.json');
}, SLOW_MS);

it('the sample result has nine arms, one of them failed, and one left out', () => {
  const { arms, refused } = ResultDocument.parse(built);
  expect(arms.map((arm) => arm.state).filter((state) => state === 'failed')).toHaveLength(1);
  expect([arms.length, refused.length]).toEqual([9, 1]);
});
