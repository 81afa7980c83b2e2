/** Words and widths for the layout, in one language, at one unit. */
import type { TFunction } from 'i18next';
import { BYTES_UNIT, COUNT_UNIT, grouped, NBSP, plusMinus, signed, timeUnit, type Unit } from '../../../shared/report/figures.ts';
import type { FlameData, Shift, Weight } from '../../../shared/flame/data.ts';
import { extentOf, type FlameText } from '../../../shared/flame/layout.ts';
import type { PhaseId } from '../../../shared/phases/tree.ts';

export const FLAME_FONT = '"IBM Plex Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
export const lineFont = (strong: boolean): string => `${strong ? 500 : 400} 11px ${FLAME_FONT}`;

const widths = new Map<string, number>();
let ruler: CanvasRenderingContext2D | null | undefined;

/** Width of a line at 11 px, remembered: the live flame asks for the same words twenty times a second. */
export function measure(text: string, strong: boolean): number {
  const key = `${strong ? 'b' : 'n'}${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 6.6;
  ruler.font = lineFont(strong);
  const width = ruler.measureText(text).width;
  if (widths.size > 20_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** Fonts that arrive late change every width. */
export const forgetWidths = (): void => widths.clear();

export const phaseKey = (id: PhaseId): string => id.replaceAll('.', '_');

export const unitOf = (weight: Weight, data: FlameData): Unit => {
  if (weight === 'bytes') return BYTES_UNIT;
  if (weight === 'objects') return COUNT_UNIT;
  const extent = extentOf(data);
  return timeUnit(Math.max(extent.to, 1e6));
};

/** Below ten, one digit after the point: a bar of 3 µs is not one of 3.4. */
const value = (amount: number, unit: Unit): string => grouped(amount / unit.factor, unit.decimals === 0 && unit.factor > 1 && amount / unit.factor < 10 ? 1 : unit.decimals);

/** A difference with its sign; at a tenth below ten, as values are. */
export const signedIn = (amount: number, unit: Unit): string => signed(amount / unit.factor, unit.decimals === 0 && unit.factor > 1 && Math.abs(amount / unit.factor) < 10 ? 1 : unit.decimals);

export function flameText(t: TFunction, unit: Unit): FlameText {
  const shiftOf = ({ aNs, differenceNs }: Shift): string => (differenceNs === null ? t(aNs === null ? 'phases:shift.onlyB' : 'phases:shift.onlyA') : signedIn(differenceNs, unit));
  const named = (amount: number): string => (unit.name === '' ? value(amount, unit) : `${value(amount, unit)}\u00a0${unit.name}`);
  return {
    name: (id) => t(`phases:name.${phaseKey(id)}`),
    short: (id) => t(`phases:short.${phaseKey(id)}`),
    value: (amount) => value(amount, unit),
    interval: plusMinus,
    tick: (amount) => {
      const shown = grouped(amount / unit.factor, Number.isInteger(amount / unit.factor) ? 0 : Number.isInteger((amount / unit.factor) * 10) ? 1 : 2);
      return amount === 0 && unit.name !== '' ? `${shown}\u00a0${unit.name}` : shown;
    },
    merged: (count, amount, shift) => t('phases:merged', { count, value: shift ? `${shiftOf(shift)}${NBSP}${unit.name}` : named(amount) }),
    shift: shiftOf,
    message: (name) => t(`phases:message.${name}`),
    bytes: (count) => `${grouped(count)}\u00a0B`,
    done: (side, amount, ci, shift) => {
      if (shift) return { full: t(`phases:done.${side}`, { value: `${shiftOf(shift)}${NBSP}${unit.name}` }), short: t(side === 'client' ? 'phases:done.shortClient' : 'phases:done.shortServer', { value: shiftOf(shift) }) };
      const interval = plusMinus(amount, ci);
      return {
        full: t(`phases:done.${side}`, { value: interval ? `${named(amount)} ${interval}` : named(amount) }),
        short: t(side === 'client' ? 'phases:done.shortClient' : 'phases:done.shortServer', { value: value(amount, unit) }),
      };
    },
    measure,
  };
}
