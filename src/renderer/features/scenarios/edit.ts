/** Changing one field of a scenario: parsed by its schema, so that the form cannot make what a file could not hold. Pure. */
import { parseScenario, type Scenario } from '../../../shared/scenario/schema.ts';

export type Edit = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly message: string };

/** Sets the fields at dotted paths, all at once: some are only right together. A value that is undefined removes its field. */
export function withFields(scenario: Scenario, fields: readonly (readonly [path: string, value: unknown])[]): Edit {
  const document = structuredClone(scenario) as unknown as Record<string, unknown>;
  for (const [path, value] of fields) {
    const parts = path.split('.');
    let at = document;
    for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
    const last = parts.at(-1) as string;
    if (value === undefined) delete at[last];
    else at[last] = structuredClone(value);
  }
  const parsed = parseScenario(document);
  if (parsed.ok) return { ok: true, scenario: parsed.scenario };
  return { ok: false, message: parsed.problems[0]?.message ?? 'is wrong' };
}
export const withField = (scenario: Scenario, path: string, value: unknown): Edit => withFields(scenario, [[path, value]]);

/** The value at a dotted path; undefined where there is none. */
export const fieldAt = (scenario: Scenario, path: string): unknown => path.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), scenario);
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The number a text says; a text that says none goes to the schema as it is, which then names it. */
export const wholeOr = (text: string): number | string => (/^\s*\d[\d\s\u00a0]*$/.test(text) ? Number(text.replace(/[\s\u00a0]/g, '')) : text);

/** `h2, http/1.1` → names; blanks fall out. */
export const namesIn = (text: string): string[] => text.split(',').map((name) => name.trim()).filter(Boolean);

/** A length of the same kind as chosen, starting from sensible values. */
export function lengthOf(kind: 'time' | 'count' | 'precision'): Scenario['length'] {
  if (kind === 'time') return { for: '20s' };
  if (kind === 'count') return { handshakes: 1000 };
  return { until: '1%', atMost: '60s' };
}
export const kindOf = (length: Scenario['length']): 'time' | 'count' | 'precision' => ('for' in length ? 'time' : 'until' in length ? 'precision' : 'count');

const START_RATES = [100, 200, 400, 800];
const OPEN_LANES = 64;
/** The load with the other loop: an open one needs rates and lanes to spare, a closed one has no rate. */
export function loopOf(loop: 'closed' | 'open', load: Scenario['load']): Scenario['load'] {
  if (loop === 'closed') return { ...load, loop, rate: [], connections: load.connections.length === 1 && load.connections[0] === OPEN_LANES ? [1] : load.connections };
  return { ...load, loop, rate: load.rate.length > 0 ? load.rate : START_RATES, connections: load.connections.length === 1 && load.connections[0] === 1 ? [OPEN_LANES] : load.connections };
}

/** `100, 200` → numbers; a part that is none stays text, which the schema then names. A space groups thousands. */
export const numbersIn = (text: string): (number | string)[] =>
  text.split(/[,;]/).map((part) => part.trim()).filter(Boolean).map((part) => (/^\d[\d\s\u00a0]*(\.\d+)?$/.test(part) ? Number(part.replace(/[\s\u00a0]/g, '')) : part));

/** What keeps a sweep from being one; null where nothing does. */
export function sweepProblem({ from, to, steps }: { readonly from: number; readonly to: number; readonly steps: number }): 'ends' | 'steps' | null {
  if (!(from >= 1 && to >= 1 && from !== to)) return 'ends';
  return Number.isInteger(steps) && steps >= 2 && steps <= 64 ? null : 'steps';
}

/** `35ms, 80 ms` → round trips as the schema writes them. */
export const partsIn = (text: string): string[] => namesIn(text).map((part) => part.replace(/(\d)\s+([a-zµ])/, '$1$2'));

/** `1` → `1%`; what is no number stays as it is. */
export const percentIn = (text: string): string => (/^\s*\d+(\.\d+)?\s*$/.test(text) ? `${text.trim()}%` : text.trim());

const BITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
/** `20 Mbit/s`, `20M` or `20000000` → bits per second; what is none stays text. */
export function bitsIn(text: string): number | string {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:bit\/s|bps|bit)?\s*$/i.exec(text.replace(/(\d)[\s\u00a0](?=\d)/g, '$1'));
  return found ? Math.round(Number(found[1]) * (BITS[(found[2] as string).toLowerCase()] as number)) : text;
}
