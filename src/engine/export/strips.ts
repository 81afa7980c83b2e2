/** An arm's handshakes as strips of nested bars: each side's mean, its real examples, its allocations. What all timelines draw. Pure. */
import { flameOfArm, flameOfExample, rootOf, weightsOf, type FlameData, type FlamePhase, type Weight } from '../../shared/flame/data.ts';
import { barsOf, type Bar } from '../../shared/flame/layout.ts';
import { phaseName } from '../../shared/phases/name.ts';
import type { PhaseId, Side } from '../../shared/phases/tree.ts';
import type { ArmResult, Example, FlameMessage } from '../../shared/result/document.ts';

export const SIDES = ['client', 'server'] as const satisfies readonly Side[];

/** A stretch of a phase, in the strip's unit; inside its parent and after its elder siblings, whatever the means say. */
export interface StripBar {
  readonly id: PhaseId;
  readonly name: string;
  /** 0 for what stands on the axis itself. */
  readonly level: number;
  readonly from: number;
  readonly to: number;
  /** What the whole phase was worth, of which this may be one stretch of two; ns, bytes or objects. */
  readonly amount: number;
  /** 95 % interval of a mean. */
  readonly ci: readonly [number, number] | null;
  /** Handshakes that showed the phase; null for a real handshake. */
  readonly seen: number | null;
}

/** `mean`, or the rank of a real handshake. */
export type StripView = 'mean' | Example['rank'];

export interface Strip {
  readonly side: Side;
  readonly view: StripView;
  readonly weight: Weight;
  /** `mean of 1000 handshakes`, `p99: one handshake, round 12`. */
  readonly title: string;
  /** Parents before their children, by their beginning. */
  readonly bars: readonly StripBar[];
}

/** One view of an arm on both sides. */
export interface View {
  readonly view: StripView;
  readonly title: string;
  readonly strips: readonly Strip[];
  /** Of time only. */
  readonly messages: readonly FlameMessage[];
}

/** Bars that lie inside each other as a stack of calls does: rounding and means of few handshakes may let one stand out by a little. */
function nested(bars: readonly StripBar[]): StripBar[] {
  const open: { to: number; next: number }[] = [];
  return bars.flatMap((bar) => {
    open.length = Math.min(open.length, bar.level);
    const above = open.at(-1);
    const from = above ? Math.min(Math.max(bar.from, above.next), above.to) : bar.from;
    const to = above ? Math.min(bar.to, above.to) : bar.to;
    if (!(to > from)) {
      // Nothing below it is drawn either: an empty parent takes its place.
      open.push({ to: from, next: from });
      return [];
    }
    if (above) above.next = to;
    open.push({ to, next: from });
    return [{ ...bar, from, to }];
  });
}

function stripOf(data: FlameData, side: Side, view: StripView, title: string): Strip[] {
  const ordered = data.weight !== 'time';
  const barOf = (phase: FlamePhase, level: number, from: number, to: number): StripBar => ({ id: phase.id, name: phaseName(phase.id, 'en'), level, from, to, amount: phase.amount, ci: phase.ci, seen: phase.seen });
  // The window draws a side's total as the side itself; a stack of calls begins with it.
  const below = (bar: Bar): StripBar => barOf(bar.phase, bar.phase.id === 'connect' ? 0 : bar.level + 1, bar.from, bar.to);
  const root = data[side].find(({ id }) => id === rootOf(side));
  const rootFrom = ordered ? 0 : (root?.startNs ?? 0);
  const bars = barsOf(data[side], side, ordered).map(below);
  const outside = bars.filter(({ id }) => id === 'connect');
  const inside = nested([...outside, ...(root ? [barOf(root, 0, rootFrom, rootFrom + root.amount)] : []), ...bars.filter(({ id }) => id !== 'connect')]);
  return inside.length === 0 ? [] : [{ side, view, weight: data.weight, title, bars: inside }];
}

const viewOf = (data: FlameData, view: StripView, title: string): View => ({ view, title, strips: SIDES.flatMap((side) => stripOf(data, side, view, title)), messages: data.messages });

/** The mean and the real handshakes of an arm, by time. */
export const timeViews = (arm: ArmResult): View[] => [
  viewOf(flameOfArm(arm), 'mean', `mean of ${arm.handshakes} handshakes`),
  ...arm.examples.map((example) => viewOf(flameOfExample(example), example.rank, `${example.rank}: one handshake, round ${example.round}`)),
].filter(({ strips }) => strips.length > 0);

/** What each phase allocated in the mean, laid one after another: bytes and objects have no instants. */
export const allocationViews = (arm: ArmResult): View[] =>
  weightsOf(arm).filter((weight) => weight !== 'time').map((weight) => viewOf(flameOfArm(arm, weight), 'mean', `allocated ${weight}, mean per handshake`)).filter(({ strips }) => strips.length > 0);

/** The bars on which no other stands, with those they stand on, outermost first; what a bar's children leave free of it is the bar's own. */
export function leaves({ bars }: Strip): { readonly stack: readonly StripBar[]; readonly from: number; readonly amount: number }[] {
  const out: { stack: readonly StripBar[]; from: number; amount: number }[] = [];
  const open: { bar: StripBar; at: number }[] = [];
  const own = (until: number): void => {
    const top = open.at(-1);
    if (!top || until <= top.at) return;
    out.push({ stack: open.map(({ bar }) => bar), from: top.at, amount: until - top.at });
    top.at = until;
  };
  const close = (level: number): void => {
    while (open.length > level) {
      const { bar } = open.at(-1) as { bar: StripBar };
      own(bar.to);
      open.pop();
      const above = open.at(-1);
      if (above) above.at = bar.to;
    }
  };
  for (const bar of bars) {
    close(bar.level);
    own(bar.from);
    open.push({ bar, at: bar.from });
  }
  close(0);
  return out;
}

/** `go1.27.3 (crypto/tls go1.27.3)`. */
export function sideName(arm: ArmResult, side: Side): string {
  const { stack, version, library } = arm[side];
  return `${stack}${version === null ? '' : ` ${version}`}${library === null ? '' : ` (${library.name} ${library.version})`}`;
}

/** Arms that have a figure, of those wanted. */
export const drawnArms = (arms: readonly ArmResult[], wanted: string | null): ArmResult[] => arms.filter((arm) => arm.state === 'good' && (wanted === null || arm.id === wanted) && arm.phases.client.length + arm.phases.server.length > 0);

/** Said in every file that has a place for words. */
export const CAVEATS = 'A mean is no single handshake: its phases are placed at their mean starts. Medians of phases do not add up, so there are none. What no public hook shows is named "not split by public hooks"; nothing is drawn that was not seen.';
