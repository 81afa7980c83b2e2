import { describe, expect, it } from 'vitest';
import { grouped, NBSP, NONE, paddingOf, percentText, placesOf, preferTimes, pText, rounded, roundedWithUnit, shiftText, timeText, timeUnit } from './figures.ts';

const µs = timeUnit(1e6);
const plain = (text: string): string => text.replaceAll(NBSP, ' ');

describe('a figure', () => {
  it('is written to the place of its interval', () => {
    expect(placesOf([1_080, 1_111])).toBe(0);
    expect(placesOf([8.1, 9.7])).toBe(1);
    expect(placesOf([0, 9.96])).toBe(0);
    expect(placesOf([1_800, 1_982])).toBe(-1);
    expect(placesOf([3, 3])).toBeNull();
    expect(placesOf(null)).toBeNull();
  });

  it('shows no digit that the interval does not know', () => {
    expect(plain(rounded(1_893_400, [1_800_000, 1_982_000], µs))).toBe('1 890');
    expect(plain(rounded(1_096_400, [1_081_000, 1_112_000], µs))).toBe('1 096');
    expect(plain(rounded(1_096_400, [1_096_000, 1_096_800], µs))).toBe('1 096.40');
    expect(plain(rounded(1_096_400, null, µs))).toBe('1 096');
    expect(rounded(null, null, µs)).toBe('—');
    expect(plain(roundedWithUnit(1_893_400, [1_800_000, 1_982_000], µs))).toBe('1 890 µs');
    expect(plain(grouped(-1_849, -2))).toBe('−1 800');
  });

  it('stands under its fellows', () => {
    expect(paddingOf('12', ['12', '1.25', '—'])).toBe('.00');
    expect(paddingOf('1.2', ['12', '1.25'])).toBe('0');
    expect(paddingOf('—', ['1.2'])).toBe('');
  });
});

describe('a shift', () => {
  it('carries its sign and its interval to one place', () => {
    expect(shiftText(1.0893, [1.0812, 1.0972])).toEqual({ value: `+8.9${NBSP}%`, interval: '[+8.1 … +9.7]' });
    expect(shiftText(0.998, [0.9938, 1.0022])).toEqual({ value: `−0.20${NBSP}%`, interval: '[−0.62 … +0.22]' });
    expect(shiftText(1.0893, null)).toEqual({ value: `+9${NBSP}%`, interval: NONE });
  });

  it('goes with a floor, a p and times in words', () => {
    expect([0.584, 1.84, 12.4, 0].map((value) => plain(percentText(value)))).toEqual(['0.58 %', '1.8 %', '12 %', '0 %']);
    expect([0.000_01, 0.000_4, 0.041, 0.41, 1].map((value) => plain(pText(value)))).toEqual(['< 0.0001', '< 0.001', '0.041', '0.41', '1']);
    expect([null, 640, 410_000, 4_240_000, 2e10].map((value) => plain(timeText(value)))).toEqual(['—', '640 ns', '410 µs', '4 240 µs', '20 s']);
  });
});

describe('the preferred unit of times', () => {
  it('is that of every figure, with digits enough to tell small ones apart', () => {
    expect([410, 41_000, 410_000, 4_240_000, 2e10].map((ns) => plain(timeText(ns, 'ms')))).toEqual(['0.000410 ms', '0.0410 ms', '0.410 ms', '4.24 ms', '20 000 ms']);
    expect([640, 410_000, 2e10, 0].map((ns) => plain(timeText(ns, 'µs')))).toEqual(['0.640 µs', '410 µs', '20 000 000 µs', '0 µs']);
    expect([9e4, 9e6, 9e9].map((ns) => timeUnit(ns, 'ms'))).toEqual([{ name: 'ms', factor: 1e6, decimals: 4 }, { name: 'ms', factor: 1e6, decimals: 3 }, { name: 'ms', factor: 1e6, decimals: 1 }]);
  });
  it('is set in one place', () => {
    preferTimes('ms');
    try {
      expect([timeUnit(1e3).name, plain(timeText(2_000_000))]).toEqual(['ms', '2 ms']);
    } finally {
      preferTimes('auto');
    }
    expect(timeUnit(1e3).name).toBe('µs');
  });
});
