import { expect, it } from 'vitest';
import { clockText } from './words.ts';

it('the time of a run is told to a tenth of a second', () => {
  expect([0, 49, 50, 9_960, 59_990, 64_200, 3_600_000].map(clockText)).toEqual(['0:00.0', '0:00.0', '0:00.1', '0:10.0', '1:00.0', '1:04.2', '60:00.0']);
});
