/**
 * From what both sides of one handshake recorded to its phases. Pure; the only place that knows which edge bounds which phase.
 * All instants are ns on one clock; `undefined` where a stack has no such hook.
 */
import { CALL_COLUMNS } from '../protocol/columns.ts';
import type { GroupId, PhaseId } from './tree.ts';

/** One side's recorded instants by column name (stacks/PROTOCOL.md), ns. */
export interface SideEvents {
  /** The stack's family: `go`, `dotnet` … */
  readonly stack: string;
  /** A HelloRetryRequest was sent; null where the stack cannot say. */
  readonly retried: boolean | null;
  readonly instants: Readonly<Record<string, number | undefined>>;
}

export interface HandshakeEvents {
  readonly client: SideEvents;
  readonly server: SideEvents | null;
  /** Something between the two holds bytes back: when one side wrote says nothing of when the other could have read, and no wait is called scheduling. */
  readonly relayed?: boolean;
}

/** An instant and the column it was read from; null where it is the other side's clock (a wakeup). */
export interface Edge {
  readonly column: string | null;
  readonly ns: number;
}

/** One interval of a phase. A phase may have several (two waits when there was a HelloRetryRequest). */
export interface PhaseInterval {
  readonly id: PhaseId;
  readonly parent: GroupId | null;
  readonly from: Edge;
  readonly to: Edge;
  /** Reads inside the interval: time that belongs to `c.flight.wait`, not to this phase. */
  readonly less: readonly (readonly [Edge, Edge])[];
}

interface Call {
  readonly kind: 'read' | 'write';
  readonly start: Edge;
  readonly end: Edge;
}

const NONE: readonly (readonly [Edge, Edge])[] = [];

/** Stacks whose certificate callback comes after the key exchange, so that `parsed → selected` is no selection. */
// crypto/tls: processClientHello makes the shared secret, pickCertificate follows (handshake_server_tls13.go).
const SELECTS_AFTER_KEY_EXCHANGE: ReadonlySet<string> = new Set(['go', 'go-quic']);

class SideReader {
  constructor(private readonly side: SideEvents) {}

  edge(column: string): Edge | null {
    const ns = this.side.instants[column];
    return ns === undefined || Number.isNaN(ns) ? null : { column, ns };
  }

  /** Reads and writes in the order in which they ended, up to the handshake's end. */
  calls(): Call[] {
    const found: Call[] = [];
    for (const kind of ['read', 'write'] as const) {
      for (const columns of CALL_COLUMNS[kind]) {
        const start = this.edge(columns.start);
        const end = this.edge(columns.end);
        if (start && end) found.push({ kind, start, end });
      }
    }
    return found.sort((a, b) => a.end.ns - b.end.ns);
  }

  /** Runs of calls of one kind: writes, reads, writes … as the two sides took turns. */
  turns(): Call[][] {
    const turns: Call[][] = [];
    for (const call of this.calls()) {
      const last = turns.at(-1);
      if (last?.[0]?.kind === call.kind) last.push(call);
      else turns.push([call]);
    }
    return turns;
  }
}

class Intervals {
  readonly list: PhaseInterval[] = [];

  add(id: PhaseId, parent: GroupId | null, from: Edge | null | undefined, to: Edge | null | undefined, less = NONE): boolean {
    if (!from || !to || to.ns < from.ns) return false;
    this.list.push({ id, parent, from, to, less });
    return true;
  }

  /** A wait, cut at the instant when the other side had delivered what ends it: from there on it is scheduling. */
  wait(id: PhaseId, wakeup: PhaseId, parent: GroupId, from: Edge | null | undefined, to: Edge | null | undefined, arrivedNs: number | undefined): void {
    if (!from || !to || arrivedNs === undefined || arrivedNs >= to.ns) {
      this.add(id, parent, from, to);
      return;
    }
    const arrived: Edge = { column: null, ns: Math.max(arrivedNs, from.ns) };
    if (arrived.ns > from.ns) this.add(id, parent, from, arrived);
    this.add(wakeup, parent, arrived, to);
  }
}

const first = (turn: readonly Call[] | undefined): Call | undefined => turn?.[0];
const last = (turn: readonly Call[] | undefined): Call | undefined => turn?.at(-1);

/** Which turn is what on the client: hellos, retry, flight, Finished. */
function clientTurns(reader: SideReader, retried: boolean | null) {
  const turns = reader.turns();
  const retry = retried ?? turns.filter((turn) => first(turn)?.kind === 'write').length > 2;
  const [hello, afterHello, second, afterSecond, third, afterThird] = turns;
  return retry
    ? { hello, retryRead: afterHello, secondHello: second, flight: afterSecond, finished: third, closing: afterThird }
    : { hello, retryRead: undefined, secondHello: undefined, flight: afterHello, finished: second, closing: afterSecond };
}

function serverTurns(reader: SideReader, retried: boolean | null) {
  const turns = reader.turns();
  const [hello, afterHello, second, afterSecond, third, afterThird] = turns;
  return retried === true
    ? { hello, retry: afterHello, secondHello: second, flight: afterSecond, finished: third, tickets: afterThird }
    : { hello, retry: undefined, secondHello: undefined, flight: afterHello, finished: second, tickets: afterSecond };
}

function deriveClient(out: Intervals, client: SideEvents, arrivals: { retry?: number | undefined; flight?: number | undefined; closing?: number | undefined }): void {
  const reader = new SideReader(client);
  const { hello, retryRead, secondHello, flight, finished, closing } = clientTurns(reader, client.retried);
  const end = reader.edge('end');
  out.add('connect', null, reader.edge('connectStart'), reader.edge('connectEnd'));
  out.add('c', null, reader.edge('start'), end);

  out.add('c.hello', 'c', reader.edge('start'), first(hello)?.start);
  for (const write of hello ?? []) out.add('c.hello.write', 'c', write.start, write.end);
  if (retryRead) {
    out.wait('c.wait', 'c.wait.wakeup', 'c', last(hello)?.end, first(retryRead)?.end, arrivals.retry);
    out.add('c.retry', 'c', first(retryRead)?.end, last(secondHello)?.end);
  }
  out.wait('c.wait', 'c.wait.wakeup', 'c', last(secondHello ?? hello)?.end, first(flight)?.end, arrivals.flight);

  const flightRead = first(flight)?.end;
  const finishedWrite = first(finished)?.start;
  const flightEnd = last(finished)?.end;
  const secret = reader.edge('hsSecret');
  const verifyStart = reader.edge('verifyStart');
  const verifyEnd = reader.edge('verifyEnd');
  const validatesLater = verifyStart !== null && flightEnd !== undefined && verifyStart.ns >= flightEnd.ns;
  const group: GroupId = flightRead ? 'c.flight' : 'c';

  const laterReads = (flight ?? []).slice(1).map((read) => [read.start, read.end] as const);
  const inside = (from: Edge | null | undefined, to: Edge | null | undefined) =>
    laterReads.filter(([a, b]) => from && to && a.ns >= from.ns && b.ns <= to.ns);
  const work = (id: PhaseId, from: Edge | null | undefined, to: Edge | null | undefined) => out.add(id, group, from, to, inside(from, to));

  if (flightRead) {
    out.add('c.flight', 'c', flightRead, flightEnd ?? end);
    for (const [from, to] of laterReads) out.add('c.flight.wait', 'c.flight', from, to);
    work('c.kx', flightRead, secret);
  }
  const certificateRead = reader.edge('certificateRead');
  work('c.decode', certificateRead, verifyStart);
  if (!validatesLater) work('c.verify', verifyStart, verifyEnd);

  const verified = reader.edge('verified');
  const appSecret = reader.edge('appSecret');
  const nameChecked = reader.edge('nameChecked');
  if (nameChecked && !verifyStart) {
    // Node shows only that decode, verification and CertificateVerify lie between the secret and the name check.
    work('c.check', secret, nameChecked);
    work('c.finished', nameChecked, finishedWrite ?? end);
  } else if (!validatesLater) {
    const checked = appSecret ?? null;
    work('c.cv', verified ?? verifyEnd, checked);
    work('c.finished', checked, finishedWrite);
  }
  for (const write of finished ?? []) out.add('c.finished.write', group, write.start, write.end);
  // In a full handshake of TLS 1.2 the server's Finished is the last message (RFC 5246, 7.3).
  const closed = first(closing)?.end;
  if (closed && end && closed.ns <= end.ns && !validatesLater) out.wait('c.wait', 'c.wait.wakeup', 'c', flightEnd, closed, arrivals.closing);
  if (validatesLater) {
    out.add('c.validate', 'c', flightEnd, end);
    out.add('c.verify', 'c.validate', verifyStart, verifyEnd);
  }
}

function deriveServer(out: Intervals, server: SideEvents, arrivals: { hello?: number | undefined; secondHello?: number | undefined; finished?: number | undefined }): void {
  const reader = new SideReader(server);
  const { hello, retry, secondHello, flight, finished, tickets } = serverTurns(reader, server.retried);
  const start = reader.edge('start');
  const end = reader.edge('end');
  out.add('s', null, start, end);

  out.wait('s.wait.hello', 's.wait.hello.wakeup', 's', start, first(hello)?.end, arrivals.hello);
  for (const read of (hello ?? []).slice(1)) out.add('s.wait.hello', 's', read.start, read.end);
  if (retry) {
    out.add('s.retry', 's', last(hello)?.end, last(retry)?.end);
    out.wait('s.wait.hello', 's.wait.hello.wakeup', 's', last(retry)?.end, first(secondHello)?.end, arrivals.secondHello);
    for (const read of (secondHello ?? []).slice(1)) out.add('s.wait.hello', 's', read.start, read.end);
  }

  const helloRead = last(secondHello ?? hello)?.end;
  const flightWrite = first(flight)?.start;
  const group: GroupId = helloRead ? 's.flight' : 's';
  if (helloRead) out.add('s.flight', 's', helloRead, last(flight)?.end ?? end);

  const parsed = reader.edge('parsed');
  const selected = SELECTS_AFTER_KEY_EXCHANGE.has(server.stack) ? null : reader.edge('selected');
  const secret = reader.edge('hsSecret');
  const signStart = reader.edge('signStart');
  const signEnd = reader.edge('signEnd');
  if (!retry) out.add('s.parse', group, helloRead, parsed);
  out.add('s.select', group, parsed, selected);
  const chosen = selected ?? parsed;
  out.add('s.kx', group, retry && helloRead && chosen && chosen.ns < helloRead.ns ? helloRead : chosen, secret);
  if (signStart && signEnd) {
    out.add('s.build', group, secret, signStart);
    out.add('s.sign', group, signStart, signEnd);
    out.add('s.build', group, signEnd, flightWrite);
  } else {
    out.add('s.build', group, secret, flightWrite);
  }
  const writes = flight ?? [];
  writes.forEach((write, index) => {
    out.add('s.write', group, write.start, write.end);
    const next = writes[index + 1];
    if (next) out.add('s.build', group, write.end, next.start);
  });

  out.wait('s.wait.finished', 's.wait.finished.wakeup', 's', last(flight)?.end, first(finished)?.end, arrivals.finished);
  const laterReads = (finished ?? []).slice(1);
  for (const read of laterReads) out.add('s.wait.finished', 's', read.start, read.end);
  const finishedRead = last(finished)?.end;
  const checked = reader.edge('finishedRead');
  if (checked) {
    out.add('s.finished', 's', finishedRead, checked);
    out.add('s.tickets', 's', checked, end);
  } else if (tickets) {
    out.add('s.finished', 's', finishedRead, first(tickets)?.start);
    out.add('s.tickets', 's', first(tickets)?.start, end);
  } else {
    out.add('s.finished', 's', finishedRead, end);
  }
}

/** The phases of one handshake. Rest leaves are not among them: `PhaseSums` adds what is left of each group. */
export function derivePhases({ client, server, relayed = false }: HandshakeEvents): PhaseInterval[] {
  const out = new Intervals();
  const clientSide = clientTurns(new SideReader(client), client.retried);
  const serverSide = server ? serverTurns(new SideReader(server), server.retried ?? client.retried) : null;
  deriveClient(out, client, relayed ? {} : {
    retry: first(serverSide?.retry)?.end.ns,
    flight: first(serverSide?.flight)?.end.ns,
    closing: first(serverSide?.tickets)?.end.ns,
  });
  if (server) {
    deriveServer(out, { ...server, retried: server.retried ?? client.retried }, relayed ? {} : {
      hello: last(clientSide.hello)?.end.ns,
      secondHello: last(clientSide.secondHello)?.end.ns,
      finished: first(clientSide.finished)?.end.ns,
    });
  }
  return out.list;
}
