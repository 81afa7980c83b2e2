/** Names and figures of a profile, as short as their place asks for. Pure. */
import type { ProfileUnit } from '../../../shared/profile/call-tree.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, inUnit, NBSP, timeUnit, withUnit, type Unit } from '../../../shared/report/figures.ts';

/** One unit for a view, by its largest value. */
export function unitOf(unit: ProfileUnit, largest: number): Unit {
  if (unit === 'ns') return timeUnit(largest);
  if (unit !== 'bytes') return COUNT_UNIT;
  return largest < 1e7 ? BYTES_UNIT : { name: 'MB', factor: 1e6, decimals: 2 };
}

/** Zero is 0, not 0.0: nothing fell there. */
export const amountText = (value: number, unit: Unit): string => (value === 0 ? '0' : inUnit(value, unit));
export const amountWithUnit = (value: number, unit: Unit): string => (value === 0 && unit.name !== '' ? `0${NBSP}${unit.name}` : withUnit(value, unit));

/** A figure of one handshake: small counts are fractions. */
export function eachUnit(unit: ProfileUnit, value: number): Unit {
  const own = unitOf(unit, value);
  return own === COUNT_UNIT ? { ...own, decimals: value < 100 ? 2 : 0 } : own;
}

export const shareText = (part: number, whole: number): string => (whole > 0 && part > 0 ? `${grouped((100 * part) / whole, part / whole < 0.0995 ? 2 : 1)}${NBSP}%` : `0${NBSP}%`);

/**
 * A function's name, ever shorter: `crypto/tls.(*Conn).Handshake` → `tls.(*Conn).Handshake` → `Handshake`;
 * `System.Net.Security.SslStream.Read` → `SslStream.Read` → `Read`.
 */
export function shorterNames(name: string): string[] {
  const bare = name.replace(/^[^\s(]*\//, '');
  const parts = bare.split('.');
  const two = /^[\w$<>…[\]]+(\.[\w$<>…[\]]+){2,}$/.test(bare) ? parts.slice(-2).join('.') : bare;
  const last = bare.includes(' ') || bare.startsWith('(') ? bare : (parts.at(-1) ?? bare);
  return [...new Set([name, bare, two, last])].filter(Boolean);
}
