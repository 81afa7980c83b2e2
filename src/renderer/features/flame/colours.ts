/** The tokens a canvas needs, read from the element's theme: a canvas knows no CSS variables. */
import type { Tint } from '../../../shared/flame/shift.ts';
import { PHASES } from '../../../shared/phases/tree.ts';

const PHASE_COLOURS = [...new Set(Object.values(PHASES).flatMap((phase) => (phase.colour ? [phase.colour as string] : [])).concat('cvcheck'))];

export interface PhaseColours {
  readonly fill: string;
  readonly edge: string;
  readonly ink: string;
}

export interface FlameColours {
  readonly phase: Readonly<Record<string, PhaseColours>>;
  readonly parent: PhaseColours;
  /** The full colour of a shift and its tint, which mix. */
  readonly faster: { readonly full: string; readonly tint: string };
  readonly slower: { readonly full: string; readonly tint: string };
  readonly same: PhaseColours;
  readonly surface: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly accent: string;
  readonly hatch: string;
  readonly hatchBg: string;
  readonly grid: string;
  readonly axis: string;
  readonly tick: string;
}

export function readColours(element: Element): FlameColours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const phase = (name: string): PhaseColours => ({ fill: token(`--ph-${name}`), edge: token(`--ph-${name}-edge`), ink: token(`--ph-${name}-ink`) });
  return {
    phase: Object.fromEntries(PHASE_COLOURS.map((name) => [name, phase(name)])),
    parent: { fill: token('--parent'), edge: token('--parent-edge'), ink: token('--parent-ink') },
    faster: { full: token('--faster'), tint: token('--faster-tint') }, slower: { full: token('--slower'), tint: token('--slower-tint') },
    same: { fill: token('--same'), edge: token('--parent-edge'), ink: token('--same-ink') },
    surface: token('--surface'), ink: token('--ink'), ink2: token('--ink-2'), ink3: token('--ink-3'), accent: token('--accent'),
    hatch: token('--hatch'), hatchBg: token('--hatch-bg'), grid: token('--grid'), axis: token('--control-line'), tick: token('--line-2'),
  };
}

/** The fill of a shift; canvas and CSS read the same notation. */
export const mixed = (full: string, tint: string, mix: number): string => (mix >= 100 ? full : mix <= 0 ? tint : `color-mix(in srgb, ${full} ${mix}%, ${tint})`);

export function shiftColours({ tone, mix, text }: Tint, colours: Pick<FlameColours, 'faster' | 'slower' | 'same' | 'ink' | 'surface'>): PhaseColours {
  if (tone === 'same') return colours.same;
  const { full, tint } = colours[tone];
  return { fill: mixed(full, tint, mix), edge: full, ink: colours[text] };
}
