import { describe, expect, it } from 'vitest';
import { flameOfComparison } from '../../../shared/compare/flame.ts';
import { GUTTER, layoutFlame, type FlameLayout } from '../../../shared/flame/layout.ts';
import { meanFlame, PLAIN_TEXT, timeline } from '../../../shared/flame/timeline.fixture.ts';
import type { FlameColours } from './colours.ts';
import { paintFlame, type Canvas, type FlameMarks } from './paint.ts';

/** Colours that name themselves. */
const phase = new Proxy({}, { get: (_, name) => ({ fill: String(name), edge: `${String(name)}-edge`, ink: `${String(name)}-ink` }) });
const COLOURS = {
  phase, parent: { fill: 'parent', edge: 'parent-edge', ink: 'parent-ink' }, surface: 'surface', ink: 'ink', ink2: 'ink2', ink3: 'ink3', accent: 'accent', hatch: 'hatch', hatchBg: 'hatchBg', grid: 'grid', axis: 'axis', tick: 'tick',
  faster: { full: 'faster', tint: 'faster-tint' }, slower: { full: 'slower', tint: 'slower-tint' }, same: { fill: 'same', edge: 'same-edge', ink: 'same-ink' },
} as unknown as FlameColours;

/** A context that writes down what is drawn: each call with the style it was drawn in. */
function drawLog(): { readonly context: Canvas; readonly log: string[] } {
  const log: string[] = [];
  const state: Record<string, unknown> = { fillStyle: '', strokeStyle: '', lineWidth: 1 };
  const context = new Proxy(state, {
    get: (target, name: string) => {
      if (name in target) return target[name];
      return (...values: unknown[]) => {
        const style = name.startsWith('fill') ? `[${String(target['fillStyle'])}]` : name === 'stroke' ? `[${String(target['strokeStyle'])} ${String(target['lineWidth'])}]` : '';
        log.push(`${name}${style}(${values.map((value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : String(value))).join(', ')})`);
        return { width: String(values[0]).length * 6 };
      };
    },
    set: (target, name: string, value: unknown) => {
      target[name] = value;
      return true;
    },
  }) as unknown as Canvas;
  return { context, log };
}

const NAMES = { client: 'client', clientVersion: 'go1.27.3', messages: 'messages', server: 'server', serverVersion: 'go1.27.3' };
const NO_MARKS: FlameMarks = { hovered: null, focused: null, pinned: null };
const DATA = meanFlame([timeline(`
  go client  -54 connectStart · -4 connectEnd · 0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 546 verifyStart · 750 verifyEnd · 750 verified · 830 appSecret · 840 write 850 · 852 end
  go server  -12 start · -8 read 112 · 126 parsed · 234 hsSecret · 250 signStart · 302 signEnd · 330 write 410 · 412 read 880 · 905 finishedRead · 925 end
`)]);
const LAYOUT = layoutFlame({ data: DATA, text: PLAIN_TEXT, width: GUTTER + 1_500, view: { from: -100_000, to: 1_400_000 } });
const paint = (marks: FlameMarks = NO_MARKS, ratio = 1, layout: FlameLayout = LAYOUT): string[] => {
  const { context, log } = drawLog();
  paintFlame(context, layout, COLOURS, marks, NAMES, ratio);
  return log;
};

describe('paintFlame', () => {
  it('clears once, at the screen’s pixel ratio', () => {
    expect(paint(NO_MARKS, 2).slice(0, 2)).toEqual(['setTransform(2, 0, 0, 2, 0, 0)', `clearRect(0, 0, ${LAYOUT.width}, ${LAYOUT.height})`]);
  });

  it('fills each bar with its phase’s colour and edges it', () => {
    const log = paint();
    const at = log.indexOf('fill[verify]()');
    expect(log[at - 1]).toMatch(/^roundRect\(738\.5, /);
    expect(log[at + 1]).toBe('stroke[verify-edge 1]()');
    expect(log[at + 2]).toMatch(/^fillText\[verify-ink\]\(c\.verify, /);
    expect(log.filter((line) => line === 'fill[kx-server]()')).toHaveLength(1);
  });

  it('never fills a wait with a phase’s colour', () => {
    const waits = LAYOUT.rects.filter((rect) => rect.kind === 'wait' || rect.kind === 'wakeup').length;
    const log = paint();
    expect(log.filter((line) => line === 'fill[hatchBg]()')).toHaveLength(waits);
    expect(log.filter((line) => line === 'stroke[hatch 1]()')).toHaveLength(2 * waits);
  });

  it('puts every label of the layout on the canvas, and none besides', () => {
    const texts = paint().filter((line) => line.startsWith('fillText')).map((line) => /\((.*), [\d.-]+, [\d.-]+\)$/.exec(line)?.[1]);
    const wanted = [
      ...LAYOUT.ticks.map((tick) => tick.text), ...Object.values(NAMES),
      ...LAYOUT.rects.flatMap((rect) => rect.lines.map((line) => line.text)), ...LAYOUT.arrows.flatMap((arrow) => arrow.lines.map((line) => line.text)), ...LAYOUT.done.map((mark) => mark.line.text).filter(Boolean),
    ];
    expect([...texts].sort()).toEqual([...wanted].sort());
  });

  it('marks hover with ink, pin with 2 px of ink, focus with the accent over a gap', () => {
    const key = LAYOUT.rects.find((rect) => rect.ids[0] === 'c.verify')?.key ?? '';
    expect(paint({ ...NO_MARKS, hovered: key })).toContain('stroke[ink 1]()');
    expect(paint({ ...NO_MARKS, pinned: key })).toContain('stroke[ink 2]()');
    const focused = paint({ ...NO_MARKS, focused: key });
    expect(focused.slice(focused.indexOf('stroke[surface 1]()'))).toContain('stroke[accent 2]()');
    expect(paint()).not.toContain('stroke[accent 2]()');
  });

  it('draws as much for a thousand handshakes as for one', () => {
    const many = meanFlame(Array.from({ length: 1_000 }, () => timeline('go client  0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 840 write 850 · 852 end')));
    const one = meanFlame([timeline('go client  0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 840 write 850 · 852 end')]);
    const of = (data: typeof many): number => paint(NO_MARKS, 1, layoutFlame({ data, text: PLAIN_TEXT, width: 900 })).length;
    expect(of(many)).toBe(of(one));
  });
});

it('what a search misses is dimmed, and only that', () => {
  const rect = LAYOUT.rects.find(({ ids }) => ids[0] === 'c.verify');
  const alphas: [number, string][] = [];
  const { context } = drawLog();
  const watched = new Proxy(context, {
    set: (target, name, value: unknown) => Reflect.set(target, name, value),
    get: (target, name, receiver) => {
      const own: unknown = Reflect.get(target, name, receiver);
      if (name !== 'fillText') return own;
      return (text: string) => void alphas.push([target.globalAlpha, text]);
    },
  });
  paintFlame(watched, LAYOUT, COLOURS, { ...NO_MARKS, lit: [rect?.key ?? ''] }, NAMES, 1);
  const alphaOf = (text: string): number | undefined => alphas.find(([, own]) => own === text)?.[0];
  expect(rect?.lines.length).toBeGreaterThan(0);
  for (const { text } of rect?.lines ?? []) expect(alphaOf(text)).toBe(1);
  const missed = LAYOUT.rects.find(({ key, lines }) => key !== rect?.key && lines.length > 0)?.lines[0]?.text ?? '';
  expect(alphaOf(missed)).toBe(0.35);
});

describe('a difference', () => {
  const part = (id: 'c.hello' | 'c.wait' | 'c.flight', startNs: number, aNs: number, bNs: number, defended: boolean) => ({ id, parent: 'c' as const, startNs, aNs, bNs, differenceNs: bNs - aNs, ciNs: [bNs - aNs - 5, bNs - aNs + 5] as [number, number], defended });
  const layout = layoutFlame({
    data: flameOfComparison({ phases: [{ ...part('c.hello', 0, 1e6, 1.3e6, true), id: 'c', parent: null }, part('c.hello', 0, 4e5, 6e5, true), part('c.wait', 4e5, 3e5, 3.4e5, true), part('c.flight', 7e5, 3e5, 3.01e5, false)] }),
    text: PLAIN_TEXT, width: GUTTER + 1_200,
  });
  const log = paint(NO_MARKS, 1, layout);

  it('fills by the shift, edges with its full colour, and keeps the phase as a left edge of 3 px', () => {
    const at = log.indexOf('fill[slower]()');
    expect(log[at + 1]).toMatch(/^fillRect\[keyshare\]\([\d.]+, [\d.]+, 3, /);
    expect(log.slice(at).find((line) => line.startsWith('stroke'))).toBe('stroke[slower 1]()');
    expect(log).toContain(`fillText[surface](+200, ${placeOf(layout, 'c.hello')})`);
    expect(log.filter((line) => /^fill(Rect)?\[keyshare\]/.test(line))).toHaveLength(1);
  });

  it('mixes a smaller shift lighter, hatches a wait, and leaves grey what is not told apart', () => {
    expect(log).toContain('fill[color-mix(in srgb, slower 16%, slower-tint)]()');
    expect(log.filter((line) => line === 'stroke[slower 1]()').length).toBeGreaterThan(2);
    expect(log).toContain('fill[same]()');
    expect(log.some((line) => line.startsWith('fillText[same-ink](+1,'))).toBe(true);
  });
});

/** Where the second line of a bar stands, as the log writes it. */
function placeOf(layout: FlameLayout, id: string): string {
  const line = layout.rects.find(({ ids }) => ids[0] === id)?.lines[1];
  return `${Math.round((line?.x ?? 0) * 10) / 10}, ${line?.y}`;
}
