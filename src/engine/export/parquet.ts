/** A run's handshakes as Apache Parquet, one row group at a time. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { COLUMNS, type Cell, type Column } from './columns.ts';
import type { ExportSource, Piece } from './piece.ts';
import { rowsOf } from './table.ts';

/** Some 50 MB of cells at a time, and a few hundred groups for ten million rows. */
const GROUP_ROWS = 50_000;

const NOTE = 'One row a handshake. Instants (…_ns) are ns from the client\'s start, start_in_run_ns is that start from the run\'s. Null: not known. Timings are those with observe = timing.';

const TYPES = { integer: { type: 'INT32' }, double: { type: 'DOUBLE' }, text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, boolean: { type: 'BOOLEAN' } } as const;

const SCHEMA = [
  { name: 'root', num_children: COLUMNS.length },
  ...COLUMNS.map(({ name, type, nullable }: Column) => ({ name, repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const), ...TYPES[type] })),
];

export function* toParquet(source: ExportSource): Generator<Piece, void, void> {
  const { run } = source.stored().file;
  const out = new ByteWriter();
  const writer = new ParquetWriter({ writer: out, schema: SCHEMA, createdBy: `Handshake Lab ${run.appVersion}`, kvMetadata: [{ key: 'handshake-lab.run', value: run.id }, { key: 'handshake-lab.note', value: NOTE }] });
  /** What was written since the last time; the writer's own offset goes on. */
  const taken = (): Uint8Array => {
    const bytes = Uint8Array.from(out.getBytes());
    out.index = 0;
    return bytes;
  };
  let cells: Cell[][] = COLUMNS.map(() => []);
  let rows = 0;
  const group = (): Uint8Array => {
    void writer.write({ columnData: COLUMNS.map(({ name }, index) => ({ name, data: cells[index] as Cell[], offsetIndex: false })), rowGroupSize: rows });
    cells = COLUMNS.map(() => []);
    rows = 0;
    return taken();
  };
  let part = 0;
  for (const { handshakes, done } of rowsOf(source)) {
    for (const handshake of handshakes) COLUMNS.forEach(({ value }, index) => (cells[index] as Cell[]).push(value(handshake)));
    rows += handshakes.length;
    part = done;
    yield { bytes: rows >= GROUP_ROWS ? group() : '', done: part };
  }
  if (rows > 0) yield { bytes: group(), done: part };
  void writer.finish();
  yield { bytes: taken(), done: 1 };
}
