/** The colours of tokens.css by measure: contrast as WCAG counts it, and phases told apart by eyes of every kind. */
import { interpolate, differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, parse, wcagContrast, type Color } from 'culori';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tinted } from '../../shared/flame/shift.ts';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tokensIn = (blocks: RegExp): Record<string, string> => Object.fromEntries([...css.matchAll(blocks)].flatMap(([, body]) => [...(body as string).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, value]) => [name as string, value as string])));
const light = tokensIn(/:root[^{]*\{([\s\S]*?)\n\}/g);
const dark = { ...light, ...tokensIn(/\[data-theme="dark"\] \{([\s\S]*?)\n\}/g) };

const colour = (theme: Record<string, string>, name: string): Color => {
  const found = parse(theme[name] ?? '');
  if (!found) throw new Error(`tokens.css has no colour --${name}`);
  return found;
};
const contrast = (theme: Record<string, string>, text: string, ground: string): number => wcagContrast(colour(theme, text), colour(theme, ground));

describe.each([['light', light], ['dark', dark]] as const)('%s', (_name, theme) => {
  it.each(['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'bad', 'warn', 'slower', 'faster'])('text in %s can be read on every ground', (text) => {
    for (const ground of ['bg', 'surface', 'surface-2']) expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([['ok', 'ok-tint'], ['bad', 'bad-tint'], ['warn', 'warn-tint'], ['none', 'none-tint'], ['accent-ink', 'accent'], ['ink', 'accent-tint'], ['ink-3', 'accent-tint'], ['ink-3', 'surface-3'], ['ink-2', 'hatch-bg'], ['parent-ink', 'parent'], ['same-ink', 'same'], ['surface', 'slower'], ['surface', 'faster'], ['ink', 'heat3']])('%s can be read on %s', (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['faster', 'slower'] as const)('text on every mix of %s can be read', (tone) => {
    const mixOf = interpolate([colour(theme, `${tone}-tint`), colour(theme, tone)], 'rgb');
    for (let share = 0; share <= 1; share += 0.02) {
      const { mix, text } = tinted({ aNs: 1, bNs: 1, differenceNs: tone === 'slower' ? share : -share, ciNs: null, defended: true }, 1);
      expect(wcagContrast(colour(theme, text), mixOf(mix / 100))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('lines of controls, the focus ring and the edges of phases are seen', () => {
    expect(contrast(theme, 'control-line', 'surface')).toBeGreaterThanOrEqual(3);
    expect(contrast(theme, 'accent', 'bg')).toBeGreaterThanOrEqual(3);
    for (const edge of Object.keys(theme).filter((name) => /^ph-.*-edge$/.test(name))) expect(contrast(theme, edge, 'surface')).toBeGreaterThanOrEqual(3);
  });
});

/** In the order of the handshake: neighbours lie beside each other in a flame. */
const PHASES = ['connect', 'keyshare', 'parse', 'select', 'kx-server', 'sign', 'build', 'kx-client', 'decode', 'verify', 'cvcheck', 'finished', 'tickets'] as const;
const SIGHTS = { normal: (seen: Color) => seen, protan: filterDeficiencyProt(1), deutan: filterDeficiencyDeuter(1), tritan: filterDeficiencyTrit(1) } as const;
const difference = differenceCiede2000();

describe.each(Object.entries(SIGHTS))('to %s eyes', (_name, sight) => {
  const seen = (name: string): Color => sight(colour(light, name)) as Color;
  const apart = (a: string, b: string): number => difference(seen(a), seen(b));

  it('every two phases differ, and neighbours in a flame clearly', () => {
    for (const [index, phase] of PHASES.entries()) {
      for (const other of PHASES.slice(index + 1)) expect(apart(`ph-${phase}`, `ph-${other}`), `${phase}, ${other}`).toBeGreaterThanOrEqual(8);
      const next = PHASES[index + 1];
      if (next) expect(apart(`ph-${phase}`, `ph-${next}`), `${phase}, ${next}`).toBeGreaterThanOrEqual(12);
    }
  });

  it('slower and faster, good and bad differ', () => {
    expect(apart('slower', 'faster')).toBeGreaterThanOrEqual(15);
    expect(apart('ok', 'bad')).toBeGreaterThanOrEqual(8);
  });
});

it('a label can be read on the fill of its phase', () => {
  for (const phase of PHASES) expect(contrast(light, `ph-${phase}-ink`, `ph-${phase}`)).toBeGreaterThanOrEqual(4.5);
});
