/** Paints a layout on a canvas in one pass. Reads nothing but its arguments, so that a test can read its draw log. */
import type { Arrow, FlameLayout, Line, Rect } from '../../../shared/flame/layout.ts';
import type { Tint } from '../../../shared/flame/shift.ts';
import { END_CAP, PHASE_EDGE } from '../../../shared/flame/layout.ts';
import { shiftColours, type FlameColours, type PhaseColours } from './colours.ts';
import { lineFont } from './text.ts';

/** What of a 2D context the painter uses. */
export type Canvas = Pick<CanvasRenderingContext2D,
  'setTransform' | 'clearRect' | 'save' | 'restore' | 'beginPath' | 'rect' | 'roundRect' | 'clip' | 'moveTo' | 'lineTo' | 'closePath' | 'fill' | 'stroke' | 'fillRect' | 'fillText' | 'setLineDash' | 'measureText'
> & { fillStyle: unknown; strokeStyle: unknown; lineWidth: number; font: string; textAlign: CanvasTextAlign; globalAlpha: number };

export interface FlameMarks {
  readonly hovered: string | null;
  readonly focused: string | null;
  readonly pinned: string | null;
  /** What a search found; all else is dimmed. Null: nothing is looked for. */
  readonly lit?: readonly string[] | null;
}

export interface FlameNames {
  readonly client: string;
  readonly clientVersion: string;
  readonly messages: string;
  readonly server: string;
  readonly serverVersion: string;
}

/** look: what a search misses. */
const DIMMED = 0.35;
const HATCH = 6;
const RADIUS = 2;

export function paintFlame(ctx: Canvas, layout: FlameLayout, colours: FlameColours, marks: FlameMarks, names: FlameNames, ratio: number): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, layout.width, layout.height);
  paintAxis(ctx, layout, colours);
  paintNames(ctx, layout, colours, names);
  ctx.save();
  ctx.beginPath();
  ctx.rect(layout.left - 1, 0, layout.right - layout.left + 2, layout.height);
  ctx.clip();
  // Behind the bars: where a server is done before its client, its line must not strike through the client's labels.
  paintDone(ctx, layout, colours);
  const dim = (key: string, paint: () => void): void => {
    ctx.globalAlpha = marks.lit && !marks.lit.includes(key) ? DIMMED : 1;
    paint();
    ctx.globalAlpha = 1;
  };
  for (const rect of layout.rects) dim(rect.key, () => paintRect(ctx, rect, colours));
  for (const arrow of layout.arrows) dim(arrow.key, () => paintArrow(ctx, arrow, colours, marks));
  for (const rect of layout.rects) paintMark(ctx, rect, colours, marks);
  ctx.restore();
}

/** A crisp 1 px line lies on the half pixel. */
const crisp = (at: number): number => Math.round(at) + 0.5;

function line(ctx: Canvas, x1: number, y1: number, x2: number, y2: number, colour: string, width = 1): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function write(ctx: Canvas, text: Line, colour: string): void {
  ctx.font = lineFont(text.strong);
  ctx.fillStyle = colour;
  ctx.textAlign = text.align === 'centre' ? 'center' : text.align;
  ctx.fillText(text.text, text.x, text.y);
}

function paintAxis(ctx: Canvas, layout: FlameLayout, colours: FlameColours): void {
  const foot = layout.height;
  for (const tick of layout.ticks) {
    const x = crisp(tick.x);
    line(ctx, x, layout.rulerY, x, foot, colours.grid);
    line(ctx, x, layout.rulerY - 4, x, layout.rulerY, colours.tick);
    const atEnd = tick.x > layout.right - 14;
    write(ctx, { x: atEnd ? layout.right : tick.x, y: layout.rulerY - 5, text: tick.text, strong: false, align: tick.x <= layout.left + 1 ? 'left' : atEnd ? 'right' : 'centre' }, colours.ink3);
  }
  line(ctx, layout.left, crisp(layout.rulerY), layout.right, crisp(layout.rulerY), colours.axis);
  for (const y of [layout.laneTop, layout.laneBottom]) line(ctx, layout.left, crisp(y), layout.right, crisp(y), colours.axis);
}

function paintNames(ctx: Canvas, layout: FlameLayout, colours: FlameColours, names: FlameNames): void {
  const pair = (y: number, name: string, version: string): void => {
    write(ctx, { x: 0, y: y - 1, text: name, strong: true, align: 'left' }, colours.ink);
    write(ctx, { x: 0, y: y + 13, text: version, strong: false, align: 'left' }, colours.ink3);
  };
  pair(layout.clientY, names.client, names.clientVersion);
  pair(layout.serverY, names.server, names.serverVersion);
  if (names.messages) write(ctx, { x: 0, y: (layout.laneTop + layout.laneBottom) / 2 + 4, text: names.messages, strong: false, align: 'left' }, colours.ink3);
}

const coloursOf = (rect: Rect, colours: FlameColours): PhaseColours => (rect.colour === null ? colours.parent : (colours.phase[rect.colour] ?? colours.parent));

/** The bar as drawn: 1 px edge inside its place, at least a hairline. */
function outline(ctx: Canvas, rect: Rect, inset = 0.5): void {
  ctx.beginPath();
  const width = Math.max(rect.width - 1, 0.5);
  ctx.roundRect(rect.x + inset, rect.y + inset, Math.max(width - 2 * (inset - 0.5), 0.5), Math.max(rect.height - 1 - 2 * (inset - 0.5), 0.5), Math.min(RADIUS, width / 2));
}

function paintRect(ctx: Canvas, rect: Rect, colours: FlameColours): void {
  if (rect.shift) {
    paintShift(ctx, rect, rect.shift.tint, colours);
    return;
  }
  if (rect.kind === 'wait' || rect.kind === 'wakeup') {
    paintHatched(ctx, rect, colours);
    return;
  }
  const own = coloursOf(rect, colours);
  outline(ctx, rect);
  ctx.fillStyle = own.fill;
  ctx.fill();
  if (rect.cap && rect.width > 2 * END_CAP) {
    ctx.fillStyle = colours.phase[rect.cap]?.fill ?? own.fill;
    ctx.fillRect(rect.x + rect.width - 1 - END_CAP, rect.y + 1, END_CAP, rect.height - 2);
    outline(ctx, rect);
  }
  ctx.strokeStyle = own.edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  for (const text of rect.lines) write(ctx, text, own.ink);
}

/** A difference: filled by the shift, the phase's colour kept as a left edge; a wait stays hatched, so that it is not taken for work. */
function paintShift(ctx: Canvas, rect: Rect, tint: Tint, colours: FlameColours): void {
  const own = shiftColours(tint, colours);
  outline(ctx, rect);
  ctx.fillStyle = own.fill;
  ctx.fill();
  if (rect.kind === 'wait' || rect.kind === 'wakeup') {
    hatch(ctx, rect, tint.tone === 'same' ? colours.ink3 : tint.text === 'surface' ? colours[tint.tone].tint : own.edge);
    plates(ctx, rect, own.fill);
  } else if (rect.colour !== null && rect.width > 2 * PHASE_EDGE) {
    ctx.fillStyle = coloursOf(rect, colours).fill;
    ctx.fillRect(rect.x + 1, rect.y + 1, PHASE_EDGE, rect.height - 2);
  }
  outline(ctx, rect);
  ctx.strokeStyle = own.edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  for (const text of rect.lines) write(ctx, text, own.ink);
}

/** 45° lines within the bar that was outlined last. */
function hatch(ctx: Canvas, rect: Rect, colour: string): void {
  ctx.save();
  ctx.clip();
  ctx.beginPath();
  const lean = rect.kind === 'wait' ? 1 : -1;
  const across = HATCH * Math.SQRT2;
  for (let at = rect.x - rect.height; at < rect.x + rect.width + rect.height; at += across) {
    ctx.moveTo(at, lean > 0 ? rect.y + rect.height : rect.y);
    ctx.lineTo(at + rect.height, lean > 0 ? rect.y : rect.y + rect.height);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.restore();
}

/** What text on a hatch stands on. */
function plates(ctx: Canvas, rect: Rect, colour: string): void {
  for (const text of rect.lines) {
    ctx.font = lineFont(text.strong);
    ctx.fillStyle = colour;
    ctx.fillRect(text.x - 2, text.y - 11, ctx.measureText(text.text).width + 4, 14);
  }
}

/** Waiting has no phase's colour. Scheduling leans the other way: the message was there, the thread was not. */
function paintHatched(ctx: Canvas, rect: Rect, colours: FlameColours): void {
  outline(ctx, rect);
  ctx.fillStyle = colours.hatchBg;
  ctx.fill();
  hatch(ctx, rect, colours.hatch);
  plates(ctx, rect, colours.hatchBg);
  outline(ctx, rect);
  ctx.strokeStyle = colours.hatch;
  ctx.stroke();
  for (const text of rect.lines) write(ctx, text, colours.ink2);
}

function paintArrow(ctx: Canvas, arrow: Arrow, colours: FlameColours, marks: FlameMarks): void {
  const chosen = arrow.key === marks.pinned || arrow.key === marks.focused;
  const colour = arrow.key === marks.focused ? colours.accent : arrow.key === marks.hovered || chosen ? colours.ink : colours.ink2;
  const angle = Math.atan2(arrow.y2 - arrow.y1, arrow.x2 - arrow.x1);
  line(ctx, arrow.x1, arrow.y1, arrow.x2 - 5 * Math.cos(angle), arrow.y2 - 5 * Math.sin(angle), colour, chosen ? 2 : 1.2);
  ctx.beginPath();
  ctx.moveTo(arrow.x2, arrow.y2);
  for (const side of [-1, 1]) ctx.lineTo(arrow.x2 - 7 * Math.cos(angle + side * 0.42), arrow.y2 - 7 * Math.sin(angle + side * 0.42));
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
  arrow.lines.forEach((text, index) => write(ctx, text, index === 0 ? colours.ink : colours.ink3));
}

function paintDone(ctx: Canvas, layout: FlameLayout, colours: FlameColours): void {
  for (const mark of layout.done) {
    ctx.setLineDash([2, 2]);
    line(ctx, crisp(mark.x), mark.y1, crisp(mark.x), mark.y2, colours.ink);
    ctx.setLineDash([]);
    if (mark.line.text) write(ctx, mark.line, colours.ink);
  }
}

function paintMark(ctx: Canvas, rect: Rect, colours: FlameColours, marks: FlameMarks): void {
  const stroke = (colour: string, width: number, inset: number): void => {
    outline(ctx, rect, inset);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  };
  if (rect.key === marks.hovered) stroke(colours.ink, 1, 0.5);
  if (rect.key === marks.pinned) stroke(colours.ink, 2, 0.5);
  if (rect.key === marks.focused) {
    stroke(colours.surface, 1, 1);
    stroke(colours.accent, 2, -0.5);
  }
}
