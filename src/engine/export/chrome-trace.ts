/**
 * Chrome's trace event format, which Perfetto opens: a process for each side of each arm, a thread for the mean and for each real handshake.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import type { ArmResult, FlameMessage } from '../../shared/result/document.ts';
import { jsonList, type ExportSource, type Piece } from './piece.ts';
import { CAVEATS, drawnArms, SIDES, sideName, timeViews, type StripBar, type View } from './strips.ts';

const US = 1_000;
const rounded = (ns: number): number => Math.round(ns);

/** Perfetto drops what lies before 0, and a connect does: every handshake is moved so that all of an arm's begin at or after it. */
const earliest = (views: readonly View[]): number => Math.min(0, ...views.flatMap(({ strips, messages }) => [...strips.flatMap(({ bars }) => bars.map(({ from }) => from)), ...messages.map(({ sentNs }) => sentNs)]));

function sliceArgs({ id, amount, ci, seen }: StripBar): Record<string, string | number> {
  return { phase: id, ...(seen === null ? { ns: rounded(amount) } : { mean_ns: rounded(amount), handshakes: seen }), ...(ci ? { ci95_from_ns: rounded(ci[0]), ci95_to_ns: rounded(ci[1]) } : {}) };
}

function* armEvents(arm: ArmResult, index: number, nextFlow: () => number): Generator<object, void, void> {
  const views = timeViews(arm);
  const zero = earliest(views);
  const at = (ns: number): number => (ns - zero) / US;
  const pid = (side: (typeof SIDES)[number]): number => 2 * index + 1 + SIDES.indexOf(side);
  for (const side of SIDES) {
    yield { ph: 'M', name: 'process_name', pid: pid(side), tid: 0, ts: 0, cat: '__metadata', args: { name: `${arm.id} · ${side}` } };
    yield { ph: 'M', name: 'process_labels', pid: pid(side), tid: 0, ts: 0, cat: '__metadata', args: { labels: sideName(arm, side) } };
    yield { ph: 'M', name: 'process_sort_index', pid: pid(side), tid: 0, ts: 0, cat: '__metadata', args: { sort_index: pid(side) } };
  }
  for (const [order, { title, strips, messages }] of views.entries()) {
    const tid = order + 1;
    for (const { side, bars } of strips) {
      yield { ph: 'M', name: 'thread_name', pid: pid(side), tid, ts: 0, cat: '__metadata', args: { name: title } };
      yield { ph: 'M', name: 'thread_sort_index', pid: pid(side), tid, ts: 0, cat: '__metadata', args: { sort_index: tid } };
      for (const bar of bars) yield { ph: 'X', name: bar.name, cat: side, pid: pid(side), tid, ts: at(bar.from), dur: (bar.to - bar.from) / US, args: sliceArgs(bar) };
    }
    for (const message of messages) yield* messageEvents(message, { pid, tid, at, id: nextFlow() });
  }
}

interface Lane {
  readonly pid: (side: 'client' | 'server') => number;
  readonly tid: number;
  readonly at: (ns: number) => number;
  readonly id: number;
}

/** Written at one instant, read at another; the arrow between them is a flow. */
function* messageEvents({ name, from, sentNs, receivedNs, bytes }: FlameMessage, { pid, tid, at, id }: Lane): Generator<object, void, void> {
  const to = from === 'client' ? 'server' : 'client';
  const args = { from, bytes };
  const written = { ph: 's', side: from, ts: at(sentNs), what: 'written' } as const;
  const ends = receivedNs === null ? [written] : [written, { ph: 'f', side: to, ts: at(Math.max(receivedNs, sentNs)), what: 'read' } as const];
  for (const { ph, side, ts, what } of ends) {
    yield { ph: 'i', s: 't', name: `${name} ${what}`, cat: 'message', pid: pid(side), tid, ts, args };
    // What nobody was seen to read has no arrow.
    if (receivedNs !== null) yield { ph, ...(ph === 'f' ? { bp: 'e' } : {}), name, cat: 'message', id, pid: pid(side), tid, ts, args };
  }
}

export function* toChromeTrace(source: ExportSource): Generator<Piece, void, void> {
  const { run, arms: all } = source.document();
  const arms = drawnArms(all, source.arm);
  let flows = 0;
  let done = 0;
  function* events(): Generator<object, void, void> {
    for (const [index, arm] of arms.entries()) {
      yield* armEvents(arm, index, () => ++flows);
      done = (index + 1) / arms.length;
    }
  }
  const otherData = { run: run.id, name: run.name, 'made by': `Handshake Lab ${run.appVersion}`, 'time 0': 'the earliest instant of each arm; instants of one handshake are right against each other, not against other handshakes', note: CAVEATS };
  yield { bytes: `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":`, done: 0 };
  for (const bytes of jsonList(events())) yield { bytes, done };
  yield { bytes: '}\n', done: 1 };
}
