import { describe, expect, it } from 'vitest';
import type { TailBin, TailDocument } from '../../../shared/tail.ts';
import { FOOT, HEIGHT, LEFT, RIGHT, tailLayout, TOP, walk, type TailSpot } from './tail-layout.ts';

const bin = (fromShare: number, toShare: number, phases: Record<string, number>, outsideNs = 0): TailBin => {
  const own = Object.entries(phases).map(([id, meanNs]) => ({ id: id as TailBin['phases'][number]['id'], meanNs }));
  return { fromShare, toShare, fromNs: 0, toNs: 1, handshakes: 10, meanNs: own.reduce((sum, { meanNs }) => sum + meanNs, outsideNs), phases: own, outsideNs };
};
const TAIL: TailDocument = {
  arm: 'a', handshakes: 30,
  bins: [bin(0, 0.5, { 'c.wait': 50_000, 'c.hello': 100_000, 'c.kx': 50_000, 'c.cv': 0 }), bin(0.5, 0.99, { 'c.hello': 100_000, 'c.wait': 100_000, 'c.kx': 50_000 }), bin(0.99, 1, { 'c.hello': 100_000, 'c.wait': 600_000, 'c.kx': 50_000 }, 250_000)],
};
const PLOT = HEIGHT - TOP - FOOT;
const layout = tailLayout(TAIL, LEFT + RIGHT + 300);
/** One line a stretch, from its foot up, in parts of a thousand of the plot. */
const asText = (): string => layout.columns.map(({ label, pieces }) => `${label}: ${pieces.map(({ id, height, waiting }) => `${id ?? 'outside'}${waiting ? ' ////' : ''} ${Math.round((height / PLOT) * 1_000)}`).join(' | ')}`).join('\n');

describe('the tail’s chart', () => {
  it('stacks the phases in the order of the handshake, waiting hatched, what lies outside on top', () => {
    expect(asText()).toBe(`0–50: c.hello 100 | c.wait //// 50 | c.kx 50
50–99: c.hello 100 | c.wait //// 100 | c.kx 50
99–100: c.hello 100 | c.wait //// 600 | c.kx 50 | outside 250`);
    expect(layout.ids).toEqual(['c.hello', 'c.wait', 'c.kx']);
    expect(layout.columns[0]?.pieces.map(({ colour }) => colour)).toEqual(['keyshare', null, 'kx-client']);
  });

  it('leaves no gap within a stack, and fills the plot by the slowest', () => {
    for (const { pieces } of layout.columns) {
      expect((pieces[0]?.y ?? 0) + (pieces[0]?.height ?? 0)).toBeCloseTo(layout.plotFoot, 6);
      pieces.slice(1).forEach(({ y, height }, index) => expect(y + height).toBeCloseTo(pieces[index]?.y ?? NaN, 6));
    }
    expect(layout.columns.at(-1)?.pieces.at(-1)?.y).toBeCloseTo(TOP, 6);
  });

  it('gives every stretch the same width, and words where they fit', () => {
    expect(layout.columns.map(({ step }) => step)).toEqual([100, 100, 100]);
    expect(tailLayout(TAIL, LEFT + RIGHT + 90).columns.map(({ label }) => label)).toEqual(['', '', '']);
    expect(tailLayout({ ...TAIL, bins: [] }, 500).columns).toEqual([]);
  });

  it('is walked by keys: stretches keep the phase, phases end at the whole stretch', () => {
    const places: (TailSpot | null)[] = [];
    let at: TailSpot | null = null;
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowDown', 'Home', 'ArrowLeft']) {
      at = walk(layout, at, key);
      places.push(at);
    }
    expect(places.map((spot) => `${spot?.column} ${spot?.id}`)).toEqual(['2 null', '2 c.hello', '2 c.wait', '1 c.wait', '1 c.hello', '1 null', '0 null', '0 null']);
    expect(walk(layout, null, 'x')).toBeNull();
    expect(walk({ columns: [] }, null, 'End')).toBeNull();
  });
});
