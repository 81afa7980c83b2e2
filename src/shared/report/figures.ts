/** Figures as the look writes them: U+00A0 in thousands and before units, U+2212 for minus, an em dash for what is not known. Pure. */

export const NBSP = '\u00a0';
export const NONE = '—';

type Interval = readonly [number, number];

/** `decimals` below 0 rounds to tens, hundreds, …. */
export function grouped(value: number, decimals = 0): string {
  if (decimals < 0) return grouped(Math.round(value * 10 ** decimals) * 10 ** -decimals);
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string | undefined];
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, NBSP) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? `−${digits}` : digits;
}

export interface Unit {
  readonly name: string;
  readonly factor: number;
  readonly decimals: number;
}

/** How the person wants times: by their size, or always in one unit. */
export const TIME_PREFERENCES = ['auto', 'µs', 'ms'] as const;
export type TimePreference = (typeof TIME_PREFERENCES)[number];

// One for the whole program, since every figure must agree: each process sets it once it knows the settings.
let preferred: TimePreference = 'auto';
export const preferTimes = (preference: TimePreference): void => void (preferred = preference);
export const timePreference = (): TimePreference => preferred;

/** One time unit for a view: as the person prefers, else µs below 10 ms, else ms, else s. */
export function timeUnit(largestNs: number, preference = preferred): Unit {
  if (preference === 'µs') return { name: 'µs', factor: 1e3, decimals: largestNs < 1e5 ? 1 : 0 };
  if (preference === 'ms') return { name: 'ms', factor: 1e6, decimals: largestNs < 1e5 ? 4 : largestNs < 1e7 ? 3 : largestNs < 1e8 ? 2 : 1 };
  if (largestNs < 1e5) return { name: 'µs', factor: 1e3, decimals: 1 };
  if (largestNs < 1e7) return { name: 'µs', factor: 1e3, decimals: 0 };
  if (largestNs < 1e10) return { name: 'ms', factor: 1e6, decimals: largestNs < 1e8 ? 2 : 1 };
  return { name: 's', factor: 1e9, decimals: 2 };
}

/**
 * The place to which a figure with this interval is written: the interval's width to two digits, and the value to the same place.
 * -1 is tens; null where the interval says nothing.
 */
export function placesOf(ci: Interval | null, factor = 1): number | null {
  const width = ci === null ? NaN : Math.abs(ci[1] - ci[0]) / factor;
  if (!(width > 0) || width === Infinity) return null;
  return Math.min(6, 1 - Math.floor(Math.log10(Number(width.toPrecision(2)))));
}

/** A value as its interval lets it be written; by the unit's own decimals where there is none. */
export function rounded(value: number | null, ci: Interval | null, unit: Unit): string {
  if (value === null || Number.isNaN(value)) return NONE;
  return grouped(value / unit.factor, placesOf(ci, unit.factor) ?? unit.decimals);
}
/** The same with its unit. */
export const roundedWithUnit = (value: number | null, ci: Interval | null, unit: Unit): string => {
  const text = rounded(value, ci, unit);
  return text === NONE || unit.name === '' ? text : `${text}${NBSP}${unit.name}`;
};

/** Digits that a column of figures needs on the right of this one, so that points stand below each other; never shown. */
export function paddingOf(text: string, column: readonly string[]): string {
  const fraction = (one: string): number => one.split('.')[1]?.length ?? 0;
  const most = Math.max(0, ...column.map(fraction));
  const own = fraction(text);
  return own === most || text === NONE ? '' : `${own === 0 ? '.' : ''}${'0'.repeat(most - own)}`;
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

/** A shift in per cent with its interval, to the place that the interval allows: `+8.9 % [8.1 … 9.7]`; without one, to a whole per cent. */
export function shiftText(ratio: number, ci: Interval | null): { readonly value: string; readonly interval: string } {
  if (ci === null) return { value: `${signed((ratio - 1) * 100)}${NBSP}%`, interval: NONE };
  const ends: Interval = [(ci[0] - 1) * 100, (ci[1] - 1) * 100];
  const places = placesOf(ends) ?? 1;
  return { value: `${signed((ratio - 1) * 100, places)}${NBSP}%`, interval: `[${signed(ends[0], places)} … ${signed(ends[1], places)}]` };
}

/** Two digits of a share in per cent: `0.58 %`, `12 %`. */
export function percentText(percent: number): string {
  const size = Math.abs(percent);
  return `${grouped(percent, size >= 9.95 || size === 0 ? 0 : size >= 0.995 ? 1 : 2)}${NBSP}%`;
}

/** `p < 0.001` and the like. */
export const pText = (p: number): string => (p < 0.000_1 ? `<${NBSP}0.0001` : p < 0.001 ? `<${NBSP}0.001` : p >= 0.995 ? '1' : p.toFixed(p < 0.1 ? 3 : 2));

/** A time that stands alone: in the person's unit to three digits, else with its own: µs below 10 ms, else ms, else s. */
export function timeText(ns: number | null, preference = preferred): string {
  if (ns === null || Number.isNaN(ns)) return NONE;
  if (preference !== 'auto') {
    const value = ns / (preference === 'ms' ? 1e6 : 1e3);
    const decimals = value === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
    return `${Number.isInteger(value) ? grouped(value) : grouped(value, decimals)}${NBSP}${preference}`;
  }
  const size = Math.abs(ns);
  const [factor, name] = size < 1e3 ? [1, 'ns'] : size < 1e7 ? [1e3, 'µs'] : size < 1e10 ? [1e6, 'ms'] : [1e9, 's'];
  const value = ns / factor;
  return `${grouped(value, Math.abs(value) >= 99.5 || Number.isInteger(value) ? 0 : 1)}${NBSP}${name}`;
}
