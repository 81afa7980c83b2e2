import { describe, expect, it } from 'vitest';
import type { WireMessage } from '../result/wire.ts';
import { ROW_HEIGHT, sequenceOf } from './sequence.ts';

const message = (name: string, from: WireMessage['from'], atNs: number): WireMessage => ({ name, from, atNs, bytes: 100, seen: 'clear', detail: null });
const example = {
  messages: [message('ClientHello', 'client', 100), message('ServerHello', 'server', 500), message('Finished', 'server', 500), message('Finished', 'client', 900)],
  phases: [
    { id: 'c' as const, parent: null, startNs: 0, ns: 950 },
    { id: 'c.hello' as const, parent: 'c' as const, startNs: 0, ns: 90 },
    { id: 'c.wait' as const, parent: 'c' as const, startNs: 100, ns: 400 },
    { id: 's.parse' as const, parent: null, startNs: 110, ns: 20 },
  ],
};

describe('a message sequence', () => {
  const { rows, bands, height } = sequenceOf(example);
  it('gives each message a row, and writes the time where it changes', () => {
    expect(rows.map(({ y }, index) => index === 0 || y - (rows[index - 1]?.y ?? 0) === ROW_HEIGHT)).toEqual([true, true, true, true]);
    expect(rows.map(({ first }) => first)).toEqual([true, true, false, true]);
    expect(height).toBeGreaterThan(rows.at(-1)?.y ?? Infinity);
  });
  it('shows leaves only, each where it was against the messages', () => {
    expect(bands.map(({ id }) => id)).toEqual(['c.hello', 'c.wait', 's.parse']);
    const [hello, wait, parse] = bands;
    expect((hello?.y ?? NaN) + (hello?.height ?? NaN)).toBeLessThan(rows[0]?.y ?? NaN);
    expect(wait?.y).toBeCloseTo(rows[0]?.y ?? NaN, 6);
    expect((wait?.y ?? NaN) + (wait?.height ?? NaN)).toBeCloseTo(rows[1]?.y ?? NaN, 6);
    expect(parse?.y).toBeGreaterThan(rows[0]?.y ?? NaN);
    for (const band of bands) expect(band.y + band.height).toBeLessThanOrEqual(height);
  });
});
