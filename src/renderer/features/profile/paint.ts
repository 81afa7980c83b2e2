/**
 * Paints the call-stack flame: the boxes on one canvas, and on another above it the marks, so that a pointer that moves over thousands
 * of boxes paints one or two. Reads nothing but its arguments, so that a test can read its draw log.
 */
import type { CallBox, CallLayout } from '../../../shared/profile/layout.ts';
import type { CallNode } from '../../../shared/profile/nodes.ts';
import type { FlameColours } from '../flame/colours.ts';
import type { Canvas } from '../flame/paint.ts';
import { lineFont } from '../flame/text.ts';
import { frameColour } from './colours.ts';
import { shorterNames } from './words.ts';

/** `--bar-h-compact` and the gap between rows. */
export const ROW = 20;
export const PITCH = 22;
/** Narrower boxes are not drawn at all. */
export const LEAST_PX = 0.5;
const RADIUS = 2;
/** Narrower than this a box is its colour alone. */
const EDGED_PX = 3;
const PAD = { left: 6, right: 4 } as const;
/** What a search does not match. */
const DIMMED = 0.35;

export interface CallMarks {
  readonly hovered: CallNode | null;
  readonly focused: CallNode | null;
}

export interface CallPicture {
  readonly layout: CallLayout;
  readonly width: number;
  /** What the root is called. */
  readonly all: string;
  readonly measure: (text: string, strong: boolean) => number;
}

export const heightOf = (layout: CallLayout): number => layout.rows.length * PITCH;

/** `found`: what a search found; null where nothing is looked for. */
export function paintCalls(ctx: Canvas, { layout, width, all, measure }: CallPicture, colours: FlameColours, found: ReadonlySet<CallNode> | null, ratio: number): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, heightOf(layout));
  for (const row of layout.rows) {
    for (const box of row) paintBox(ctx, box, width, colours, found !== null && box.node.frame !== null && !found.has(box.node), all, measure);
  }
}

export function paintMarks(ctx: Canvas, { layout, width }: Pick<CallPicture, 'layout' | 'width'>, colours: FlameColours, { hovered, focused }: CallMarks, ratio: number): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, heightOf(layout));
  const boxOf = (node: CallNode | null): CallBox | undefined => (node ? layout.rows[node.depth]?.find((box) => box.node === node) : undefined);
  const stroke = (box: CallBox, colour: string, lineWidth: number, inset: number): void => {
    outline(ctx, box, width, inset);
    ctx.strokeStyle = colour;
    ctx.lineWidth = lineWidth;
    ctx.stroke();
  };
  const [under, at] = [boxOf(hovered), boxOf(focused)];
  if (under) stroke(under, colours.ink, 1, 0.5);
  if (!at) return;
  stroke(at, colours.surface, 1, 1.5);
  stroke(at, colours.accent, 2, 0);
}

/** A box as drawn: a hair apart from its neighbour, 1 px edge inside. */
function outline(ctx: Canvas, box: CallBox, width: number, inset = 0.5): void {
  const wide = box.width * width;
  ctx.beginPath();
  ctx.roundRect(box.x * width + inset, box.depth * PITCH + inset, Math.max(wide - 2 * inset, 0.5), ROW - 2 * inset, Math.min(RADIUS, wide / 2));
}

function paintBox(ctx: Canvas, box: CallBox, width: number, colours: FlameColours, dimmed: boolean, all: string, measure: CallPicture['measure']): void {
  const token = frameColour(box.node.frame);
  const own = (token === null ? undefined : colours.phase[token]) ?? colours.parent;
  const wide = box.width * width;
  ctx.globalAlpha = dimmed ? DIMMED : 1;
  ctx.fillStyle = own.fill;
  if (wide < EDGED_PX) {
    ctx.fillRect(box.x * width, box.depth * PITCH, Math.max(wide, LEAST_PX), ROW);
    ctx.globalAlpha = 1;
    return;
  }
  outline(ctx, box, width);
  ctx.fill();
  ctx.strokeStyle = own.edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  const label = labelOf(box.node.frame?.name ?? all, wide - PAD.left - PAD.right, measure);
  if (label !== null) {
    ctx.font = lineFont(false);
    ctx.fillStyle = own.ink;
    ctx.textAlign = 'left';
    ctx.fillText(label, box.x * width + PAD.left, box.depth * PITCH + 14);
  }
  ctx.globalAlpha = 1;
}

/** The longest form of the name that fits inside; none rather than a part of one. */
function labelOf(name: string, room: number, measure: CallPicture['measure']): string | null {
  if (room < 10) return null;
  return shorterNames(name).find((one) => measure(one, false) <= room) ?? null;
}
