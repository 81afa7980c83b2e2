import { expect, it } from 'vitest';
import { fitting } from './paper.ts';

it('two sheets stand abreast where they can be read, else one', () => {
  const A4 = 794;
  expect(fitting(1100, A4)).toBe(0.67);
  expect(fitting(960, A4)).toBe(0.59);
  expect(2 * A4 * fitting(960, A4) + 16).toBeLessThanOrEqual(960);
  expect(fitting(700, A4)).toBe(0.67);
  expect(fitting(400, A4)).toBe(0.5);
  expect(fitting(0, A4)).toBe(0.3);
});
