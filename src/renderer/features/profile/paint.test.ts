import { describe, expect, it } from 'vitest';
import { folded } from '../../../shared/profile/folded.fixture.ts';
import { layoutCalls } from '../../../shared/profile/layout.ts';
import { callNodes, type CallNode } from '../../../shared/profile/nodes.ts';
import type { FlameColours } from '../flame/colours.ts';
import type { Canvas } from '../flame/paint.ts';
import { heightOf, LEAST_PX, paintCalls, paintMarks, PITCH, ROW, type CallMarks } from './paint.ts';

/** Colours that name themselves. */
const phase = new Proxy({}, { get: (_, name) => ({ fill: 'module', edge: 'module-edge', ink: 'module-ink', name }) });
const COLOURS = { phase, parent: { fill: 'grey', edge: 'grey-edge', ink: 'grey-ink' }, surface: 'surface', ink: 'ink', accent: 'accent' } as unknown as FlameColours;

/** A context that writes down what is drawn: each call with the style and the opacity it was drawn in. */
function drawLog(): { readonly context: Canvas; readonly log: string[] } {
  const log: string[] = [];
  const state: Record<string, unknown> = { fillStyle: '', strokeStyle: '', lineWidth: 1, globalAlpha: 1 };
  const context = new Proxy(state, {
    get: (target, name: string) => {
      if (name in target) return target[name];
      return (...values: unknown[]) => {
        const style = name.startsWith('fill') ? `[${String(target['fillStyle'])}]` : name === 'stroke' ? `[${String(target['strokeStyle'])} ${String(target['lineWidth'])}]` : '';
        log.push(`${name}${style}(${values.map((value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : String(value))).join(', ')})${target['globalAlpha'] === 1 ? '' : ` at ${String(target['globalAlpha'])}`}`);
      };
    },
    set: (target, name: string, value: unknown) => {
      target[name] = value;
      return true;
    },
  }) as unknown as Canvas;
  return { context, log };
}

const ROOT = callNodes(folded('main.main@m.go;crypto/tls.(*Conn).Handshake@t.go;crypto/ecdh.X25519@e.go 70\nmain.main@m.go;(program) 20\nmain.main@m.go 10'));
const at = (...names: string[]): CallNode => names.reduce((node, name) => node.children.find(({ frame }) => frame?.name === name) as CallNode, ROOT);

function paint({ root = ROOT, width = 1_000, found = null, ratio = 1 }: { root?: CallNode; width?: number; found?: ReadonlySet<CallNode> | null; ratio?: number } = {}): string[] {
  const { context, log } = drawLog();
  paintCalls(context, { layout: layoutCalls(root, LEAST_PX / width), width, all: 'all', measure: (text) => text.length * 6 }, COLOURS, found, ratio);
  return log;
}
function marked(marks: Partial<CallMarks>): string[] {
  const { context, log } = drawLog();
  paintMarks(context, { layout: layoutCalls(ROOT), width: 1_000 }, COLOURS, { hovered: null, focused: null, ...marks }, 1);
  return log.slice(2);
}
const texts = (log: readonly string[]): string[] => log.flatMap((line) => /^fillText\[[^\]]*\]\((.*), [\d.-]+, [\d.-]+\)/.exec(line)?.[1] ?? []);

describe('paintCalls', () => {
  it('clears its own height once, at the screen’s pixel ratio', () => {
    expect(heightOf(layoutCalls(ROOT))).toBe(4 * PITCH);
    expect(paint({ ratio: 2 }).slice(0, 2)).toEqual(['setTransform(2, 0, 0, 2, 0, 0)', `clearRect(0, 0, 1000, ${4 * PITCH})`]);
  });

  it('a box stands below its caller, as wide as its share', () => {
    const log = paint();
    const handshake = log.findIndex((line) => line.startsWith('fillText[module-ink](crypto/tls.(*Conn).Handshake'));
    // (program) sorts before it and takes the first fifth.
    expect(log.slice(handshake - 4, handshake)).toEqual(['beginPath()', `roundRect(200.5, ${2 * PITCH + 0.5}, 699, ${ROW - 1}, 2)`, 'fill[module]()', 'stroke[module-edge 1]()']);
  });

  it('the root and what is no module’s are grey', () => {
    const log = paint();
    expect(log.filter((line) => line === 'fill[grey]()')).toHaveLength(2);
    expect(log.filter((line) => line === 'fill[module]()')).toHaveLength(3);
  });

  it('a label is a whole name or a shorter form of it, never a part', () => {
    expect(texts(paint())).toEqual(['all', 'main.main', '(program)', 'crypto/tls.(*Conn).Handshake', 'crypto/ecdh.X25519']);
    // 160 px: 112 for the handshake, whose full name takes 168, without its path 126, alone 54.
    expect(texts(paint({ width: 160 }))).toEqual(['all', 'main.main', 'Handshake', 'ecdh.X25519']);
    expect(texts(paint({ width: 20 }))).toEqual([]);
  });

  it('narrow boxes are their colour alone, the narrowest are not drawn', () => {
    const many = callNodes(folded(Array.from({ length: 3_000 }, (_, index) => `main@m.go;f${index}@f.go ${index < 1_000 ? 1 : 4}`).join('\n')));
    const log = paint({ root: many });
    // 9 000 in all on 1 000 px: 0.11 px and 0.44 px each.
    expect(log.filter((line) => line.startsWith('fillRect'))).toEqual([]);
    const wider = paint({ root: many, width: 4_000 });
    expect(wider.filter((line) => line.startsWith('fillRect'))).toHaveLength(2_000);
    expect(wider.filter((line) => line.startsWith('roundRect'))).toHaveLength(2);
  });

  it('a search dims what it does not match, not the root', () => {
    const log = paint({ found: new Set([at('main.main', 'crypto/tls.(*Conn).Handshake')]) });
    expect(log.filter((line) => line.startsWith('fill[') && line.endsWith('at 0.35'))).toHaveLength(3);
    expect(log.find((line) => line.includes('Handshake'))).not.toMatch(/at 0.35/);
    expect(log.find((line) => line.includes('(all'))).not.toMatch(/at 0.35/);
    expect(paint().some((line) => line.includes(' at '))).toBe(false);
  });

  it('marks hover with ink, focus with the accent over a gap, and paints nothing else', () => {
    const main = at('main.main');
    expect(marked({ hovered: main })).toEqual(['beginPath()', `roundRect(0.5, ${PITCH + 0.5}, 999, ${ROW - 1}, 2)`, 'stroke[ink 1]()']);
    expect(marked({ focused: main }).filter((line) => line.startsWith('stroke'))).toEqual(['stroke[surface 1]()', 'stroke[accent 2]()']);
    expect(marked({})).toEqual([]);
    // What is not in the picture, being elsewhere than the zoom, has no mark.
    expect(marked({ hovered: callNodes(folded('a 1')).children[0] as CallNode })).toEqual([]);
  });

  it('an empty profile is one box', () => expect(texts(paint({ root: callNodes(folded('')) }))).toEqual(['all']));
});
