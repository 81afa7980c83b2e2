/** A handshake written as a text timeline, µs, and a layout written back as text: fixtures that read like what they model. */
import type { HandshakeEvents, SideEvents } from '../phases/derive.ts';
import { derivePhases } from '../phases/derive.ts';
import { PhaseSums } from '../phases/sums.ts';
import { PHASES, type Side } from '../phases/tree.ts';
import { messagesOf, type FlameData, type FlamePhase } from './data.ts';
import type { FlameLayout, FlameText } from './layout.ts';

/**
 * `go client  0 start · 84 write 92 · 95 read 673 · 759 hsSecret · 1128 end`:
 * an instant before its column; a call between its two instants. `go retried client …` went through a HelloRetryRequest.
 */
function sideOf(line: string): { side: Side; events: SideEvents } {
  const [, stack, retried, side, rest] = /^(\S+) (retried )?(client|server)\s+(.*)$/.exec(line.trim()) as unknown as [string, string, string | undefined, Side, string];
  const instants: Record<string, number> = {};
  const count = { read: 0, write: 0 };
  for (const step of rest.split('·').map((one) => one.trim())) {
    const [from, name, to] = step.split(/\s+/) as [string, string, string | undefined];
    if (name === 'read' || name === 'write') {
      const column = `${name}${count[name]++}`;
      instants[`${column}Start`] = Number(from) * 1_000;
      instants[`${column}End`] = Number(to) * 1_000;
    } else instants[name] = Number(from) * 1_000;
  }
  return { side, events: { stack, retried: retried !== undefined, instants } };
}

export function timeline(text: string): HandshakeEvents {
  const sides = text.trim().split('\n').map(sideOf);
  const client = sides.find((one) => one.side === 'client') as { events: SideEvents };
  return { client: client.events, server: sides.find((one) => one.side === 'server')?.events ?? null };
}

/** The mean flame of some handshakes. */
export function meanFlame(handshakes: readonly HandshakeEvents[]): FlameData {
  const sums = new PhaseSums();
  for (const one of handshakes) sums.addIntervals(derivePhases(one));
  const phases = sums.means().map((phase): FlamePhase => ({ id: phase.id, parent: phase.parent, startNs: phase.startNs, amount: phase.mean, ci: null, seen: phase.seen }));
  const of = (side: Side): FlamePhase[] => phases.filter((phase) => PHASES[phase.id].side === side);
  return { weight: 'time', client: of('client'), server: of('server'), messages: messagesOf(of('client'), of('server')), handshakes: handshakes.length };
}

/** Six px a letter, and ids for names, so that goldens tell of the layout alone. */
export const PLAIN_TEXT: FlameText = {
  name: (id) => id,
  short: (id) => id.split('.').at(-1) as string,
  value: (amount) => String(Math.round(amount / 1_000)),
  interval: (amount, ci) => (ci ? `±${((100 * (ci[1] - ci[0])) / 2 / amount).toFixed(1)} %` : null),
  tick: (amount) => String(amount / 1_000),
  merged: (count, amount) => `${count} phases, ${Math.round(amount / 1_000)}`,
  message: (name) => name,
  bytes: (count) => `${count} B`,
  shift: ({ differenceNs }) => (differenceNs === null ? 'one only' : `${differenceNs > 0 ? '+' : ''}${Math.round(differenceNs / 1_000)}`),
  done: (side, amount) => ({ full: `${side} done ${Math.round(amount / 1_000)}`, short: `${side} ${Math.round(amount / 1_000)}` }),
  measure: (text) => text.length * 6,
};

/** One line a row, from the top of the picture to its foot: `[from–to id "label"]`, px right of the gutter. */
export function asText(layout: FlameLayout): string {
  const px = (x: number): number => Math.round(x - layout.left);
  const rows = [...new Set(layout.rects.map((rect) => rect.y))].sort((a, b) => a - b);
  const lane = layout.arrows.map((arrow) => `${px(arrow.x1)}→${px(arrow.x2)} ${arrow.message.name}${arrow.lines[0] ? '' : ' (no label)'}`).join(' | ');
  const lines = rows.map((y) => {
    const row = layout.rects.filter((rect) => rect.y === y);
    const bars = row.map((rect) => `${px(rect.x)}–${px(rect.x + rect.width)} ${rect.kind === 'merged' ? `{${rect.ids.join(' ')}}` : rect.ids[0]}${rect.kind === 'wait' ? ' ////' : rect.kind === 'wakeup' ? ' \\\\\\\\' : ''}${rect.lines.length > 0 ? ` "${rect.lines.map((line) => line.text).join('/')}"` : ''}`);
    return { y, text: `${row[0]?.side} ${row[0]?.level}: ${bars.join(' | ')}` };
  });
  return [...lines, { y: layout.laneTop, text: `lane: ${lane}` }].sort((a, b) => a.y - b.y).map((line) => line.text).join('\n');
}
