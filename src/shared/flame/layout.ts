/**
 * The flame as a picture without a canvas: from the phases of both sides to rectangles, ticks, arrows and labels in px.
 * Pure; the canvas, the SVG for the PDF, the hit test and the keyboard all read the same layout. Rules: docs of the look.
 */
import { GROUP_IDS, isWaiting, PHASE_IDS, PHASES, restOf, type GroupId, type PhaseId, type Side } from '../phases/tree.ts';
import type { FlameMessage } from '../result/document.ts';
import { rootOf, type FlameData, type FlamePhase, type Shift } from './data.ts';
import { largestShift, togetherOf, tinted, type Tint } from './shift.ts';
import { axisRange, ticksIn, type Range } from './scale.ts';

export const GUTTER = 92;
export const LANE = 48;
export const ROW = 36;
export const ROW_COMPACT = 20;
export const GAP = 2;
const RULER = 34;
const FOOT = 4;
/** Rows above this many levels on a side shrink to one line. */
const LEVELS_WITH_TWO_LINES = 3;
const MIN_WIDTH = 1;
export const MERGE_BELOW = 3;
const CULL_BELOW = 0.5;
const PAD_LEFT = 6;
const PAD_RIGHT = 4;
export const END_CAP = 4;
/** In a difference the phase's colour is a left edge. */
export const PHASE_EDGE = 3;

/** Words and text widths, so that the layout knows neither the language nor a font. */
export interface FlameText {
  name(id: PhaseId): string;
  short(id: PhaseId): string;
  /** An amount without its unit. */
  value(amount: number): string;
  /** `±1.4 %`, or null where there is no interval. */
  interval(amount: number, ci: readonly [number, number] | null): string | null;
  tick(amount: number): string;
  merged(count: number, amount: number, shift: Shift | null): string;
  message(name: FlameMessage['name']): string;
  bytes(count: number): string;
  /** `+188`, or in which of the two the phase is. */
  shift(shift: Shift): string;
  done(side: Side, amount: number, ci: readonly [number, number] | null, shift: Shift | null): { full: string; short: string };
  /** Width in px of a line at 11 px. */
  measure(text: string, strong: boolean): number;
}

export interface FlameInput {
  readonly data: FlameData;
  readonly width: number;
  readonly text: FlameText;
  /** What of the axis is in view; the whole by default. */
  readonly view?: Range;
  /** Rows kept free on each side even when empty, so that nothing moves while data arrives. */
  readonly minLevels?: number;
  readonly gutter?: number;
}

export interface Line {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly strong: boolean;
  readonly align: 'left' | 'right' | 'centre';
}

export type RectKind = 'phase' | 'group' | 'rest' | 'wait' | 'wakeup' | 'merged';

export interface Rect {
  /** Stable while the phases are the same; what hover, focus and pin refer to. */
  readonly key: string;
  readonly side: Side;
  readonly level: number;
  readonly kind: RectKind;
  /** One id, or those that were merged. */
  readonly ids: readonly PhaseId[];
  /** The colour token after `--ph-`; null for grey and hatch. */
  readonly colour: string | null;
  /** A bar over two phases ends in a cap of the second one's colour. */
  readonly cap: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly startNs: number;
  readonly amount: number;
  readonly ci: readonly [number, number] | null;
  readonly seen: number | null;
  /** Where the flame shows a difference: by how much, and how it is coloured. */
  readonly shift: (Shift & { readonly tint: Tint }) | null;
  readonly lines: readonly Line[];
}

export interface Arrow {
  readonly key: string;
  readonly message: FlameMessage;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly lines: readonly Line[];
}

/** Words keep this far from a dashed vertical. */
const DONE_ROOM = 4;

export const messageKey = ({ name }: FlameMessage, index: number): string => `message:${index}:${name}`;

export interface DoneMark {
  readonly side: Side;
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly line: Line;
}

export interface FlameLayout {
  readonly width: number;
  readonly height: number;
  /** The plot, right of the gutter. */
  readonly left: number;
  readonly right: number;
  readonly rulerY: number;
  readonly laneTop: number;
  readonly laneBottom: number;
  /** Baseline of the side's name, in the middle of its first row. */
  readonly clientY: number;
  readonly serverY: number;
  readonly whole: Range;
  readonly view: Range;
  readonly rowHeight: number;
  readonly ticks: readonly { readonly x: number; readonly value: number; readonly text: string }[];
  readonly rects: readonly Rect[];
  readonly arrows: readonly Arrow[];
  readonly done: readonly DoneMark[];
}

/** A bar before it meets the axis: amounts in the flame's unit. */
export interface Bar {
  readonly phase: FlamePhase;
  readonly key: string;
  readonly level: number;
  readonly from: number;
  readonly to: number;
}

const GROUPS: ReadonlySet<string> = new Set(GROUP_IDS);
const RESTS: ReadonlySet<string> = new Set(GROUP_IDS.map(restOf));
const order = (id: PhaseId): number => PHASE_IDS.indexOf(id);

/** Node shows only that decode, verification and CertificateVerify lie in one stretch: the first colour, capped with the last. */
const CAPS: Partial<Record<PhaseId, string>> = { 'c.check': 'cvcheck' };

/** A phase on its way to bars; a wait and the scheduling that ends it go together. */
interface Item {
  readonly phases: readonly FlamePhase[];
  readonly start: number;
  readonly amount: number;
  left: number;
}

interface Piece {
  readonly item: Item;
  from: number;
  to: number;
}

/** A piece shorter than this share of its group is not worth an interruption. */
const LEAST_PIECE = 0.01;

function itemsOf(phases: readonly FlamePhase[]): Item[] {
  const sorted = [...phases].sort((a, b) => a.startNs - b.startNs || order(a.id) - order(b.id));
  const groups = sorted.filter((phase) => PHASES[phase.id].kind !== 'wakeup').map((phase) => [phase]);
  for (const wakeup of sorted.filter((phase) => PHASES[phase.id].kind === 'wakeup')) {
    // The instant at which scheduling began is a mean over those handshakes that had any: its wait says where it belongs.
    const waits = groups.filter(([head]) => `${head?.id}.wakeup` === wakeup.id);
    const own = waits.findLast(([head]) => (head as FlamePhase).startNs <= wakeup.startNs) ?? waits[0];
    if (own) own.push(wakeup);
    else groups.push([wakeup]);
  }
  return groups
    .map((group): Item => {
      const amount = group.reduce((sum, phase) => sum + phase.amount, 0);
      return { phases: group, start: (group[0] as FlamePhase).startNs, amount, left: amount };
    })
    .sort((a, b) => a.start - b.start);
}

/**
 * Each phase from its mean start on. A phase that comes in two stretches (a build before and after the signature, a wait
 * before and after a retry) has one mean: what starts within it interrupts it, and it goes on afterwards.
 */
function piecesOf(items: readonly Item[], from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  const waiting: Item[] = [];
  let at = from;
  let current: Item | null = null;
  const run = (item: Item, amount: number): void => {
    const last = pieces.at(-1);
    if (last?.item === item && last.to === at) last.to += amount;
    else pieces.push({ item, from: at, to: at + amount });
    item.left -= amount;
    at += amount;
  };
  const advance = (until: number): void => {
    while (at < until) {
      current ??= waiting.shift() ?? null;
      if (!current) {
        at = until;
        return;
      }
      const whole = current.left <= until - at;
      run(current, whole ? current.left : until - at);
      if (whole) current = null;
    }
  };
  const mostSeen = Math.max(...items.map((item) => item.phases[0]?.seen ?? 0));
  for (const item of items) {
    advance(Math.min(item.start, to));
    const busy = current as Item | null;
    if (busy) {
      // What few handshakes showed has a start of its own kind; it cuts nothing in two.
      const usual = (item.phases[0]?.seen ?? mostSeen) >= mostSeen / 2;
      // A group is not cut: its children lie in one stretch.
      if (usual && !GROUPS.has((busy.phases[0] as FlamePhase).id) && busy.left >= LEAST_PIECE * (to - from) && pieces.at(-1)?.item === busy) waiting.push(busy);
      else run(busy, busy.left);
    }
    current = item;
  }
  advance(Infinity);
  return pieces;
}

/**
 * Children at their mean starts where they fit: never over a neighbour, never out of their parent. What no hook splits
 * fills the gaps that are left, so that the widths of a group add up to the group.
 */
function place(children: readonly FlamePhase[], from: number, to: number, level: number, ordered: boolean): Bar[] {
  const rest = children.find((child) => RESTS.has(child.id));
  const items = itemsOf(children.filter((child) => !RESTS.has(child.id) && child.amount > 0));
  const pieces = piecesOf(ordered ? items.map((item) => ({ ...item, start: from })) : items, from, to);
  let limit = to;
  for (const piece of [...pieces].reverse()) {
    const width = piece.to - piece.from;
    piece.from = Math.max(Math.min(piece.from, limit - width), from);
    piece.to = piece.from + width;
    limit = piece.from;
  }
  const bars: Bar[] = [];
  const seen = new Map<string, number>();
  const add = (phase: FlamePhase, start: number, stop: number): void => {
    const count = seen.get(phase.id) ?? 0;
    seen.set(phase.id, count + 1);
    bars.push({ phase, key: `${phase.parent ?? ''}/${phase.id}${count > 0 ? `#${count + 1}` : ''}`, level, from: start, to: stop });
  };
  let at = from;
  const leastGap = (to - from) * 1e-6;
  for (const { item, from: start, to: stop } of pieces) {
    if (rest && start - at > leastGap) add(rest, at, start);
    at = start;
    for (const phase of item.phases) {
      const end = at + (phase.amount / item.amount) * (stop - start);
      add(phase, at, end);
      at = end;
    }
  }
  // Bytes and objects know no gaps: their rest stands last, as large as it is.
  if (rest && ordered && rest.amount > 0) add(rest, at, at + rest.amount);
  else if (rest && !ordered && to - at > leastGap) add(rest, at, to);
  return bars;
}

/** A side's bars, parents before their children; `ordered`: one after another, since bytes and objects know no instants. */
export function barsOf(phases: readonly FlamePhase[], side: Side, ordered: boolean): Bar[] {
  const root = phases.find((phase) => phase.id === rootOf(side));
  const bars: Bar[] = [];
  const nest = (parent: GroupId, from: number, to: number, level: number): void => {
    for (const bar of place(phases.filter((phase) => phase.parent === parent), from, to, level, ordered)) {
      bars.push(bar);
      if (GROUPS.has(bar.phase.id)) nest(bar.phase.id as GroupId, bar.from, bar.to, level + 1);
    }
  };
  const connect = phases.find((phase) => phase.id === 'connect');
  if (connect && connect.amount > 0 && !ordered) {
    // Outside the TLS total: it ends where the handshake starts, at the latest.
    const to = Math.min(connect.startNs + connect.amount, 0);
    bars.push({ phase: connect, key: '/connect', level: 0, from: to - connect.amount, to });
  }
  if (root) nest(root.id as GroupId, ordered ? 0 : root.startNs, (ordered ? 0 : root.startNs) + root.amount, 0);
  return bars;
}

const kindOf = (id: PhaseId): RectKind => {
  if (RESTS.has(id)) return 'rest';
  const kind = PHASES[id].kind;
  return kind === 'work' ? 'phase' : kind;
};

/** The span from first to last amount of either side, and what of it belongs to the TLS handshake. */
export function extentOf(data: FlameData): Range {
  const edges = [...barsOf(data.client, 'client', data.weight !== 'time'), ...barsOf(data.server, 'server', data.weight !== 'time')].flatMap((bar) => [bar.from, bar.to]);
  return { from: Math.min(0, ...edges), to: Math.max(0, ...edges) };
}

/** The words at the end of the longest side need room too. */
const ROOM_AT_END = 0.11;

/** An axis to wait for data on: 1 ms, 10 KB, 100 objects. */
const EMPTY = { time: 1e6, bytes: 1e4, objects: 100 } as const;

/** The axis for a flame's data: in steps, and never smaller than `before`. */
export function flameRange(data: FlameData, before: Range | null = null): Range {
  const { from, to } = extentOf(data);
  if (to <= 0 && before === null) return { from: 0, to: EMPTY[data.weight] };
  return axisRange(from, data.weight === 'time' ? to + (to - from) * ROOM_AT_END : to, before);
}

export function layoutFlame({ data, width, text, view: wanted, minLevels = 1, gutter = GUTTER }: FlameInput): FlameLayout {
  const ordered = data.weight !== 'time';
  const sides = { client: barsOf(data.client, 'client', ordered), server: barsOf(data.server, 'server', ordered) };
  const whole = flameRange(data);
  const view = wanted ?? whole;
  const left = gutter;
  const right = Math.max(width, left + 1);
  const scale = (right - left) / (view.to - view.from);
  const xOf = (amount: number): number => left + (amount - view.from) * scale;

  const levelsOf = (bars: readonly Bar[]): number => Math.max(minLevels, ...bars.map((bar) => bar.level + 1));
  const levels = { client: levelsOf(sides.client), server: levelsOf(sides.server) };
  const rowHeight = Math.max(levels.client, levels.server) <= LEVELS_WITH_TWO_LINES ? ROW : ROW_COMPACT;
  const pitch = rowHeight + GAP;
  const laneTop = RULER + levels.client * pitch;
  const laneBottom = laneTop + LANE;
  const height = laneBottom + GAP + levels.server * pitch + FOOT;
  const yOf = (side: Side, level: number): number => (side === 'client' ? laneTop - (level + 1) * pitch : laneBottom + GAP + level * pitch);

  const rects: Rect[] = [];
  const largest = largestShift(data);
  for (const side of ['client', 'server'] as const) {
    for (let level = 0; level < levels[side]; level++) {
      const row = sides[side]
        .filter((bar) => bar.level === level)
        .sort((a, b) => a.from - b.from)
        .map((bar) => rectOf(bar, sides[side].filter((one) => one.phase === bar.phase).length, side, xOf, scale, yOf(side, level), rowHeight, largest));
      rects.push(...mergeNarrow(row, left, right));
    }
  }
  const labelled = rects.map((rect) => ({ ...rect, lines: labelOf(rect, left, right, rowHeight, text) }));
  const done = ordered ? [] : doneMarks(data, text, xOf, left, right, laneTop, laneBottom, height);

  return {
    width, height, left, right, rulerY: RULER - 7, laneTop, laneBottom, whole, view, rowHeight,
    clientY: yOf('client', 0) + rowHeight / 2,
    serverY: yOf('server', 0) + rowHeight / 2,
    ticks: ticksIn(view.from, view.to).map((value) => ({ x: xOf(value), value, text: text.tick(value) })),
    rects: labelled,
    arrows: ordered ? [] : arrowsOf(data.messages, text, xOf, left, right, laneTop, laneBottom, done),
    done,
  };
}

function rectOf(bar: Bar, pieces: number, side: Side, xOf: (amount: number) => number, scale: number, y: number, height: number, largest: number): Rect {
  const { phase } = bar;
  const { shift } = phase;
  return {
    key: bar.key, side, level: bar.level, kind: kindOf(phase.id), ids: [phase.id],
    colour: isWaiting(phase.id) ? null : PHASES[phase.id].colour,
    cap: CAPS[phase.id] ?? null,
    x: xOf(bar.from), y, width: (bar.to - bar.from) * scale, height,
    startNs: phase.startNs,
    // A rest that fills several gaps tells of each piece by itself; the table holds the whole.
    amount: pieces > 1 ? bar.to - bar.from : phase.amount, ci: pieces > 1 ? null : phase.ci, seen: phase.seen, shift: shift ? { ...shift, tint: tinted(shift, largest) } : null, lines: [],
  };
}

/** Neighbours too narrow to be told apart become one grey mark; what is narrower than half a pixel alone is left out. */
function mergeNarrow(row: readonly Rect[], left: number, right: number): Rect[] {
  const out: Rect[] = [];
  let run: Rect[] = [];
  const flush = (): void => {
    const [head] = run;
    const tail = run.at(-1);
    if (head && tail && run.length > 1) {
      const width = tail.x + tail.width - head.x;
      if (width >= CULL_BELOW) {
        out.push({
          ...head, key: `merged:${head.key}`, kind: 'merged', ids: [...new Set(run.map((rect) => rect.ids[0] as PhaseId))], colour: null, cap: null,
          width: Math.max(width, MIN_WIDTH), amount: run.reduce((sum, rect) => sum + rect.amount, 0), ci: null, shift: togetherOf(run),
        });
      }
    } else if (head && head.width >= CULL_BELOW) out.push({ ...head, width: Math.max(head.width, MIN_WIDTH) });
    run = [];
  };
  for (const rect of row) {
    const before = run.at(-1);
    if (rect.x + rect.width < left || rect.x > right) continue;
    if (rect.width >= MERGE_BELOW) {
      flush();
      out.push(rect);
      continue;
    }
    if (before && rect.x - (before.x + before.width) > MIN_WIDTH) flush();
    run.push(rect);
  }
  flush();
  return out;
}

/** Full name → short name → value → nothing; never clipped. Value ± → value. */
function labelOf(rect: Rect, left: number, right: number, rowHeight: number, text: FlameText): Line[] {
  const from = Math.max(rect.x, left);
  const padLeft = PAD_LEFT + (rect.shift ? PHASE_EDGE : 0);
  const room = Math.min(rect.x + rect.width, right) - from - padLeft - PAD_RIGHT - (rect.cap && !rect.shift ? END_CAP : 0);
  if (room <= 0) return [];
  const fits = (line: string, strong: boolean): boolean => text.measure(line, strong) <= room;
  const x = from + padLeft;
  const at = (line: string, strong: boolean, y: number): Line => ({ x, y, text: line, strong, align: 'left' });
  const middle = rect.y + rowHeight / 2 + 4;
  if (rect.kind === 'merged') {
    const line = text.merged(rect.ids.length, rect.amount, rect.shift);
    return fits(line, false) ? [at(line, false, middle)] : [];
  }
  const id = rect.ids[0] as PhaseId;
  // A phase in two stretches has one shift: said once.
  if (rect.shift && rect.key.includes('#')) return [];
  const value = rect.shift ? text.shift(rect.shift) : text.value(rect.amount);
  const interval = rect.shift ? null : text.interval(rect.amount, rect.ci);
  const figures = [...(interval ? [`${value} ${interval}`] : []), value].filter((line) => fits(line, false));
  const figure = figures[0];
  if (rowHeight < ROW) {
    const line = [`${text.name(id)} ${value}`, `${text.short(id)} ${value}`].find((name) => fits(name, true)) ?? figure;
    return line === undefined ? [] : [at(line, line !== figure, middle)];
  }
  if (figure === undefined) return [];
  const name = [text.name(id), text.short(id)].find((line) => fits(line, true));
  return name === undefined ? [at(figure, false, middle)] : [at(name, true, rect.y + 15), at(figure, false, rect.y + 28)];
}

function doneMarks(data: FlameData, text: FlameText, xOf: (amount: number) => number, left: number, right: number, laneTop: number, laneBottom: number, height: number): DoneMark[] {
  const marks: DoneMark[] = [];
  const ends = (['client', 'server'] as const).flatMap((side) => {
    const root = data[side].find((phase) => phase.id === rootOf(side));
    const x = root ? xOf(root.startNs + root.amount) : NaN;
    return root && x >= left && x <= right ? [{ side, x, words: text.done(side, root.amount, root.ci, root.shift ?? null) }] : [];
  }).sort((a, b) => a.x - b.x);
  const taken: [number, number][] = [];
  for (const { side, x, words } of ends) {
    const other = ends.find((end) => end.side !== side);
    // The earlier of the two writes to its left, the later to its right, where there is room.
    const leftFirst = other !== undefined && (x < other.x || (x === other.x && side === 'client'));
    const tries = [words.full, words.short].flatMap((line) => {
      const size = text.measure(line, false);
      const toLeft = { line, align: 'right' as const, from: x - 4 - size, to: x - 4 };
      const toRight = { line, align: 'left' as const, from: x + 4, to: x + 4 + size };
      return leftFirst ? [toLeft, toRight] : [toRight, toLeft];
    });
    // Neither across the other's line nor onto its words.
    const spot = tries.find((one) => one.from >= left && one.to <= right && (!other || other.x <= one.from - 2 || other.x >= one.to + 2) && taken.every(([a, b]) => one.to + 6 <= a || one.from >= b + 6));
    if (spot) taken.push([spot.from, spot.to]);
    marks.push({
      side, x,
      y1: 4, y2: side === 'client' ? laneTop : height,
      line: { x: spot?.align === 'right' ? x - 4 : x + 4, y: 11, text: spot?.line ?? '', strong: false, align: spot?.align ?? 'left' },
    });
  }
  return marks.map((mark) => (mark.side === 'server' ? mark : { ...mark, y2: laneBottom }));
}

function arrowsOf(
  messages: readonly FlameMessage[], text: FlameText, xOf: (amount: number) => number,
  left: number, right: number, laneTop: number, laneBottom: number, done: readonly DoneMark[],
): Arrow[] {
  const shafts = messages.map((message, index) => {
    const down = message.from === 'client';
    const x1 = xOf(message.sentNs);
    // No side saw it read: the arrow ends in mid-lane.
    const { receivedNs } = message;
    const x2 = receivedNs === null ? x1 : xOf(receivedNs);
    const y2 = receivedNs === null ? (laneTop + laneBottom) / 2 : down ? laneBottom : laneTop;
    return { key: messageKey(message, index), message, x1, y1: down ? laneTop : laneBottom, x2, y2 };
  }).filter((arrow) => Math.max(arrow.x1, arrow.x2) >= left && Math.min(arrow.x1, arrow.x2) <= right);

  const taken: [number, number][] = done.map((mark): [number, number] => [mark.x - DONE_ROOM, mark.x + DONE_ROOM]);
  const shaft = (arrow: { x1: number; x2: number }): [number, number] => [Math.min(arrow.x1, arrow.x2) - 2, Math.max(arrow.x1, arrow.x2) + 2];
  const clear = (from: number, to: number, own: object): boolean =>
    from >= left && to <= right && taken.every(([a, b]) => to <= a || from >= b) &&
    shafts.every((arrow) => arrow === own || to <= shaft(arrow)[0] || from >= shaft(arrow)[1]);

  return shafts.map((arrow): Arrow => {
    const name = text.message(arrow.message.name);
    const size = arrow.message.bytes === null ? null : text.bytes(arrow.message.bytes);
    const width = Math.max(text.measure(name, false), size === null ? 0 : text.measure(size, false));
    const [start, end] = shaft(arrow);
    const spot = [
      { align: 'left' as const, x: end + 6, from: end + 6, to: end + 6 + width },
      { align: 'right' as const, x: start - 6, from: start - 6 - width, to: start - 6 },
    ].find((one) => clear(one.from, one.to, arrow));
    if (!spot) return { ...arrow, lines: [] };
    taken.push([spot.from - 4, spot.to + 4]);
    const y = laneTop + (size === null ? 27 : 20);
    const lines: Line[] = [{ x: spot.x, y, text: name, strong: false, align: spot.align }];
    if (size !== null) lines.push({ x: spot.x, y: y + 14, text: size, strong: false, align: spot.align });
    return { ...arrow, lines };
  });
}
