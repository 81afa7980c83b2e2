/** A run's handshakes as a table: which columns there are, and what a handshake has in each. One row a handshake, whatever was observed. Pure. */
import { FACTS, INSTANTS } from '../../shared/protocol/columns.ts';
import { groupName, suiteName, versionName } from '../../shared/tls.ts';
import { isComplete, latencyNs, totalNs } from '../result/handshake.ts';
import type { StoredPart } from '../result/measured.ts';
import type { JoinedRow, SideRow } from '../run/join.ts';
import type { RunFile } from '../store/format.ts';

export type Cell = number | string | boolean | null;

/** A handshake with all that its block recorded of it. */
export interface Handshake {
  readonly part: StoredPart;
  readonly place: ArmPlace;
  readonly row: JoinedRow;
  /** What it had allocated, where the block counted that. */
  readonly bytes: JoinedRow | null;
  readonly objects: JoinedRow | null;
}

/** What is said of each handshake of an arm. */
interface ArmPlace {
  readonly id: string;
  readonly client: string;
  readonly server: string;
  readonly twinOf: string | null;
  readonly marked: (round: number) => boolean;
}

export interface Column {
  /** Ends in its unit where it has one. */
  readonly name: string;
  readonly type: 'integer' | 'double' | 'text' | 'boolean';
  readonly nullable: boolean;
  readonly value: (handshake: Handshake) => Cell;
}

type Side = 'client' | 'server';
const SIDES = ['client', 'server'] as const;

/** `hsSecret` → `hs_secret`, `read0Start` → `read0_start`. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
const sideOf = (handshake: Handshake, side: Side): SideRow | null => handshake.row[side];

const words = (side: Side, name: string, value: (row: SideRow) => string | null): Column => ({
  name: `${side}_${name}`, type: 'text', nullable: true,
  value: (handshake) => {
    const row = sideOf(handshake, side);
    return row && value(row);
  },
});
const coded = (side: Side, column: string, name: string, say: (code: number) => string | null): Column =>
  words(side, name, ({ numbers }) => {
    const code = known(numbers[column]);
    return code === null ? null : say(code);
  });
const flag = (side: Side, column: string, name: string): Column => ({
  name: `${side}_${name}`, type: 'boolean', nullable: true,
  value: (handshake) => {
    const value = known(sideOf(handshake, side)?.numbers[column]);
    return value === null ? null : value === 1;
  },
});
const amount = (side: Side, column: string, name: string, type: 'integer' | 'double' = 'integer'): Column => ({ name: `${side}_${name}`, type, nullable: true, value: (handshake) => known(sideOf(handshake, side)?.numbers[column]) });

const EARLY_DATA = ['not offered', 'accepted', 'rejected'] as const;

/** Facts that are no plain number have their words; `port` is the row's own, `alpn` and `error` are texts. */
const WORDED = new Set<string>(['port', 'version', 'group', 'suite', 'resumed', 'retried', 'earlyData', 'alpn', 'error', 'bytesRead', 'bytesWritten']);
/** Instants that may lie further off than 32 bits of ns reach (2.1 s). */
const WIDE = new Set<string>(['intended', 'laneFree']);

const sideColumns = (side: Side): Column[] => [
  words(side, 'error', ({ error }) => error),
  coded(side, 'version', 'tls_version', versionName),
  coded(side, 'group', 'group', groupName),
  coded(side, 'suite', 'cipher_suite', suiteName),
  // An empty text is nothing known to most readers of CSV.
  words(side, 'alpn', ({ alpn }) => (alpn === '' ? 'none' : alpn)),
  flag(side, 'resumed', 'resumed'),
  flag(side, 'retried', 'hello_retry_request'),
  coded(side, 'earlyData', 'early_data', (code) => EARLY_DATA[code] ?? null),
  amount(side, 'bytesRead', 'read_bytes'),
  amount(side, 'bytesWritten', 'written_bytes'),
  { name: `${side}_allocated_bytes`, type: 'double', nullable: true, value: ({ bytes }) => known(bytes?.[side]?.numbers['end']) },
  { name: `${side}_allocated_objects`, type: 'double', nullable: true, value: ({ objects }) => known(objects?.[side]?.numbers['end']) },
  ...FACTS[side].filter((column) => !WORDED.has(column)).map((column) => amount(side, column, snake(column))),
  ...INSTANTS[side].map((column) => amount(side, column, `${snake(column)}_ns`, WIDE.has(column) ? 'double' : 'integer')),
];

const always = (name: string, type: Column['type'], value: Column['value']): Column => ({ name, type, nullable: false, value });
const maybe = (name: string, type: Column['type'], value: Column['value']): Column => ({ name, type, nullable: true, value });

/** Instants are ns from the client's start; `start_in_run_ns` is that start, from the run's. */
export const COLUMNS: readonly Column[] = [
  always('round', 'integer', ({ part }) => part.round),
  always('block', 'integer', ({ part }) => part.block),
  always('position', 'integer', ({ row }) => row.position),
  always('arm', 'text', ({ place }) => place.id),
  always('client', 'text', ({ place }) => place.client),
  always('server', 'text', ({ place }) => place.server),
  maybe('twin_of', 'text', ({ place }) => place.twinOf),
  always('stage', 'text', ({ part }) => part.stage),
  always('observe', 'text', ({ part }) => part.observe),
  always('noise_marked', 'boolean', ({ part, place }) => place.marked(part.round)),
  always('outcome', 'text', ({ row }) => (isComplete(row) ? 'complete' : (row.client?.error ?? row.server?.error ?? null) === null ? 'not seen whole' : 'failed')),
  maybe('total_ns', 'double', ({ row }) => known(totalNs(row))),
  maybe('latency_ns', 'double', ({ row }) => known(latencyNs(row))),
  maybe('start_in_run_ns', 'double', ({ row }) => known(row.startNs)),
  maybe('client_port', 'integer', ({ row }) => known(row.port)),
  ...SIDES.flatMap(sideColumns),
];

/** The handshakes of a block, in their order. */
export function* handshakesOf(part: StoredPart, place: ArmPlace): Generator<Handshake, void, void> {
  const amounts = { bytes: new Map<number, JoinedRow>(), objects: new Map<number, JoinedRow>() };
  // A port may come twice in a block; so that no amount is given to the wrong one, it is then given to neither.
  const twice = { bytes: new Set<number>(), objects: new Set<number>() };
  for (const row of part.rows) {
    if (row.quantity === 'ns') continue;
    if (amounts[row.quantity].has(row.port)) twice[row.quantity].add(row.port);
    amounts[row.quantity].set(row.port, row);
  }
  const amountOf = (quantity: 'bytes' | 'objects', port: number): JoinedRow | null => (twice[quantity].has(port) ? null : (amounts[quantity].get(port) ?? null));
  for (const row of part.rows) if (row.quantity === 'ns') yield { part, place, row, bytes: amountOf('bytes', row.port), objects: amountOf('objects', row.port) };
}

/** How the handshakes of each arm are said to be, by the arm's number. */
export function placesOf({ arms, noise }: Pick<RunFile, 'arms' | 'noise'>): ArmPlace[] {
  const marked = (round: number): boolean => noise.marked.some(([first, last]) => first <= round && round <= last);
  return arms.map(({ id, client, server, twinOf }) => ({ id, client, server, twinOf, marked }));
}
