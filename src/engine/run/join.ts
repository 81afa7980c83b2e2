/** Both sides of a block's handshakes, joined by the client's port, on one clock relative to each client's start. Pure. */
import { FACTS, INSTANTS } from '../../shared/protocol/columns.ts';
import type { Samples } from '../../shared/protocol/frames.ts';
import type { Quantity, Role } from '../../shared/protocol/messages.ts';
import type { BlockRecord } from '../store/block-record.ts';

export const QUANTITIES = ['ns', 'bytes', 'objects'] as const satisfies readonly Quantity[];

/** One side of one handshake. Instants are ns from the client's start (or amounts since the side's own start). */
export interface SideRow {
  readonly numbers: Readonly<Record<string, number | undefined>>;
  /** The protocol negotiated by ALPN; '' for none, null for unknown. */
  readonly alpn: string | null;
  /** Why the handshake failed; null for a good one. */
  readonly error: string | null;
}

export interface JoinedRow {
  readonly quantity: Quantity;
  /** The handshake's place in its block. */
  readonly position: number;
  readonly port: number;
  /** The client's start, ns from the run's start. */
  readonly startNs: number;
  readonly client: SideRow | null;
  readonly server: SideRow | null;
}

const TEXTS = new Set(['alpn', 'error']);
const KNOWN = { client: new Set<string>([...FACTS.client, ...INSTANTS.client]), server: new Set<string>([...FACTS.server, ...INSTANTS.server]) };
const INSTANT = { client: new Set<string>(INSTANTS.client), server: new Set<string>(INSTANTS.server) };

function textAt({ header, columns }: Samples, column: string, row: number): string | null {
  const index = columns.get(column)?.[row] ?? NaN;
  // −1 is a known fact (negotiated none), unlike NaN.
  return index === -1 ? '' : (header.strings[index] ?? null);
}

function sideRow(samples: Samples, row: number, role: Role, baseNs: number): SideRow {
  const numbers: Record<string, number> = {};
  for (const [name, column] of samples.columns) {
    if (TEXTS.has(name) || !KNOWN[role].has(name)) continue;
    const value = column[row] as number;
    if (!Number.isNaN(value)) numbers[name] = INSTANT[role].has(name) ? Math.round(value - baseNs) : value;
  }
  return { numbers, alpn: textAt(samples, 'alpn', row), error: textAt(samples, 'error', row) };
}

/** The instant that a row's others are counted from: the client's start, else its connect, else the server's start. */
function startsByPort(client: Samples | undefined, server: Samples | undefined): Map<number, number> {
  const starts = new Map<number, number>();
  const note = (samples: Samples | undefined, columns: readonly string[]): void => {
    samples?.columns.get('port')?.forEach((port, row) => {
      const start = columns.map((column) => samples.columns.get(column)?.[row] ?? NaN).find((value) => !Number.isNaN(value));
      if (start !== undefined) starts.set(port, start);
    });
  };
  note(server, ['start']);
  note(client, ['start', 'connectStart']);
  return starts;
}

/** A row for each client sample, in its order, then one for each server sample that no client sample matches. */
export function joinBlock(record: Pick<BlockRecord, 'client' | 'server'>): JoinedRow[] {
  const of = (role: Role, quantity: Quantity) => record[role].samples.find((samples) => samples.header.quantity === quantity);
  const starts = startsByPort(of('client', 'ns'), of('server', 'ns'));
  const rows: JoinedRow[] = [];
  for (const quantity of QUANTITIES) {
    const client = of('client', quantity);
    const server = of('server', quantity);
    const unmatched = new Map<number, number>();
    // A port may come twice in a block (a priming connection had it before); the later connection is the measured one.
    server?.columns.get('port')?.forEach((port, row) => unmatched.set(port, row));
    let position = 0;
    const add = (port: number, clientRow: number | undefined, serverRow: number | undefined): void => {
      const startNs = starts.get(port) ?? NaN;
      const baseNs = quantity === 'ns' ? startNs : 0;
      rows.push({
        quantity,
        position: position++,
        port,
        startNs,
        client: client && clientRow !== undefined ? sideRow(client, clientRow, 'client', baseNs) : null,
        server: server && serverRow !== undefined ? sideRow(server, serverRow, 'server', baseNs) : null,
      });
    };
    for (let row = 0; row < (client?.header.count ?? 0); row++) {
      const port = client?.columns.get('port')?.[row] ?? NaN;
      const matched = unmatched.get(port);
      unmatched.delete(port);
      add(port, row, matched);
    }
    for (const [port, row] of unmatched) add(port, undefined, row);
  }
  return rows;
}
