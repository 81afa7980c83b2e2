/** One joined row as the phase tree, the negotiated facts and the messages see it. Pure. */
import type { HandshakeEvents, SideEvents, Edge } from '../../shared/phases/derive.ts';
import { CALL_COLUMNS } from '../../shared/protocol/columns.ts';
import type { FlameMessage, Negotiated } from '../../shared/result/document.ts';
import { groupName, suiteName, versionName } from '../../shared/tls.ts';
import type { JoinedRow, SideRow } from '../run/join.ts';

/** The stack families of an arm's two sides, and whether the relay stands between them. */
export interface Families {
  readonly client: string;
  readonly server: string;
  readonly relayed: boolean;
}

/** The column `earlyData` (stacks/PROTOCOL.md). */
const EARLY_OUTCOMES = [null, 'accepted', 'rejected'] as const;

const flag = (value: number | undefined): boolean | null => (value === undefined ? null : value === 1);

const sideEvents = (side: SideRow, stack: string): SideEvents => ({ stack, retried: flag(side.numbers['retried']), instants: side.numbers });

/** Null where the client's side is missing or failed: there is no handshake to take apart. */
export function handshakeEvents(row: JoinedRow, families: Families): HandshakeEvents | null {
  if (!row.client || row.client.error !== null || row.client.numbers['end'] === undefined) return null;
  const server = row.server && row.server.error === null ? sideEvents(row.server, families.server) : null;
  return { client: sideEvents(row.client, families.client), server, relayed: families.relayed };
}

/** What an edge was worth in a row of amounts (bytes or objects); a wakeup's edge lies on the other side and has none. */
export const amountIn = (row: JoinedRow) => (side: 'client' | 'server', edge: Edge): number | undefined =>
  edge.column === null ? undefined : edge.column === 'start' ? 0 : row[side]?.numbers[edge.column];

export const isComplete = (row: JoinedRow): boolean => row.client !== null && row.client.error === null && row.client.numbers['end'] !== undefined;
export const isServed = (row: JoinedRow): boolean => row.server !== null && row.server.error === null && row.server.numbers['end'] !== undefined;

/** TLS time of one handshake on the client, ns. */
export const totalNs = (row: JoinedRow): number => (row.client?.numbers['end'] ?? NaN) - (row.client?.numbers['start'] ?? NaN);

/**
 * What an arm's figures count: with an exchange the time from the connect to the first byte of the answer, else the TLS time;
 * in an open loop from the arrival's own time, so that waiting for a lane and the connect are in it.
 */
export function latencyOf({ intended, connectStart, start, end, firstByte }: Record<'intended' | 'connectStart' | 'start' | 'end' | 'firstByte', number>): number {
  if (!Number.isNaN(firstByte) && !Number.isNaN(connectStart)) return firstByte - (Number.isNaN(intended) ? connectStart : intended);
  return end - (Number.isNaN(intended) ? start : intended);
}

export function latencyNs({ client }: JoinedRow): number {
  const at = (name: string): number => client?.numbers[name] ?? NaN;
  return latencyOf({ intended: at('intended'), connectStart: at('connectStart'), start: at('start'), end: at('end'), firstByte: at('firstByte') });
}

export function negotiatedIn(row: JoinedRow): Negotiated {
  const number = (name: string): number | null => row.client?.numbers[name] ?? row.server?.numbers[name] ?? null;
  const named = (name: string, say: (code: number) => string): string | null => {
    const code = number(name);
    return code === null ? null : say(code);
  };
  return {
    version: named('version', versionName),
    group: named('group', groupName),
    cipherSuite: named('suite', suiteName),
    alpn: row.client?.alpn ?? row.server?.alpn ?? null,
    resumed: flag(number('resumed') ?? undefined),
    helloRetryRequest: flag(number('retried') ?? undefined),
    earlyData: EARLY_OUTCOMES[number('earlyData') ?? 0] ?? null,
  };
}

interface Call {
  readonly start: number;
  readonly end: number;
  readonly bytes: number | undefined;
}

function calls(side: SideRow | null, kind: 'read' | 'write'): Call[] {
  const found: Call[] = [];
  for (const columns of CALL_COLUMNS[kind]) {
    const start = side?.numbers[columns.start];
    const end = side?.numbers[columns.end];
    if (start !== undefined && end !== undefined) found.push({ start, end, bytes: side?.numbers[columns.bytes] });
  }
  return found;
}

/** The messages of a handshake: each run of writes on one side, and the first read on the other that came after it began. */
export function messagesIn(row: JoinedRow): FlameMessage[] {
  const retried = (row.client?.numbers['retried'] ?? row.server?.numbers['retried']) === 1;
  const flights = (writer: SideRow | null, reader: SideRow | null): { sentNs: number; receivedNs: number | null; bytes: number | null }[] => {
    const reads = calls(reader, 'read');
    const runs: Call[][] = [];
    const ownReads = calls(writer, 'read');
    for (const write of calls(writer, 'write')) {
      const last = runs.at(-1);
      const previous = last?.at(-1);
      if (last && previous && !ownReads.some((read) => read.end > previous.end && read.end <= write.start)) last.push(write);
      else runs.push([write]);
    }
    return runs.map((run) => {
      const sentNs = (run[0] as Call).start;
      return {
        sentNs,
        receivedNs: reads.find((read) => read.end > sentNs)?.end ?? null,
        bytes: run.every((write) => write.bytes !== undefined) ? run.reduce((sum, write) => sum + (write.bytes ?? 0), 0) : null,
      };
    });
  };
  const fromClient = flights(row.client, row.server);
  const fromServer = flights(row.server, row.client);
  const clientNames = retried ? (['ClientHello', 'ClientHello 2', 'Finished'] as const) : (['ClientHello', 'Finished'] as const);
  const serverNames = retried ? (['HelloRetryRequest', 'server flight', 'tickets'] as const) : (['server flight', 'tickets'] as const);
  const named = <N extends FlameMessage['name']>(names: readonly N[], from: 'client' | 'server', found: typeof fromClient): FlameMessage[] =>
    names.flatMap((name, index) => {
      const flight = found[index];
      return flight ? [{ name, from, ...flight }] : [];
    });
  return [...named(clientNames, 'client', fromClient), ...named(serverNames, 'server', fromServer)].sort((a, b) => a.sentNs - b.sentNs);
}
