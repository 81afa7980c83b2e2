/** Figures as the look writes them: U+00A0 in thousands and before units, U+2212 for minus, an em dash for what is not known. Pure. */

export const NBSP = '\u00a0';
export const NONE = '—';

type Interval = readonly [number, number];

export function grouped(value: number, decimals = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string | undefined];
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, NBSP) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? `−${digits}` : digits;
}

export interface Unit {
  readonly name: string;
  readonly factor: number;
  readonly decimals: number;
}

/** One time unit for a view: µs below 10 ms, else ms, else s. */
export function timeUnit(largestNs: number): Unit {
  if (largestNs < 1e5) return { name: 'µs', factor: 1e3, decimals: 1 };
  if (largestNs < 1e7) return { name: 'µs', factor: 1e3, decimals: 0 };
  if (largestNs < 1e10) return { name: 'ms', factor: 1e6, decimals: largestNs < 1e8 ? 2 : 1 };
  return { name: 's', factor: 1e9, decimals: 2 };
}

export const BYTES_UNIT: Unit = { name: 'KB', factor: 1e3, decimals: 1 };
export const COUNT_UNIT: Unit = { name: '', factor: 1, decimals: 0 };

export const inUnit = (value: number | null, unit: Unit): string => (value === null || Number.isNaN(value) ? NONE : grouped(value / unit.factor, unit.decimals));

export const withUnit = (value: number | null, unit: Unit): string => (value === null || Number.isNaN(value) || unit.name === '' ? inUnit(value, unit) : `${inUnit(value, unit)}${NBSP}${unit.name}`);

/** Half the interval against its value, two digits: `±1.4 %`. Null where there is no interval. */
export function plusMinus(value: number | null, ci: Interval | null): string | null {
  if (value === null || ci === null || !(value > 0) || Number.isNaN(ci[0]) || Number.isNaN(ci[1])) return null;
  const percent = (50 * (ci[1] - ci[0])) / value;
  return `±${percent.toFixed(percent >= 10 ? 0 : percent >= 0.995 ? 1 : 2)}${NBSP}%`;
}

/** `1.21 ×` */
export const times = (ratio: number): string => `${ratio.toFixed(2)}${NBSP}×`;
export const percentOf = (share: number): string => `${(share * 100).toFixed(1)}${NBSP}%`;

/** Between interval ends: `[1.19 … 1.22]`. */
export const interval = (ci: Interval, decimals: number): string => `[${grouped(ci[0], decimals)} … ${grouped(ci[1], decimals)}]`;

export const signed = (value: number, decimals = 0): string => `${value > 0 ? '+' : ''}${grouped(value, decimals)}`;
