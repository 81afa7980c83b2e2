/** Samples as Arrow columns: one row a handshake and quantity. docs/run-format.md names every column with its unit. */
import { Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, Uint16, Uint8, Utf8, vectorFromArray, type Data, type DataType } from 'apache-arrow';
import { FACTS, INSTANTS } from '../../shared/protocol/columns.ts';
import type { BlockPlace } from '../result/measured.ts';
import { isWarmup, stageAt } from './block-table.ts';
import { QUANTITIES, type JoinedRow, type SideRow } from '../run/join.ts';
import { isTiming, RECORDED, STAGES } from '../run/stage.ts';
import { latencyOf } from '../result/handshake.ts';

const SIDES = [['client', 'c_'], ['server', 's_']] as const;

interface NumberColumn {
  readonly side: 'client' | 'server';
  readonly source: string;
  readonly name: string;
}

const NUMBERS: readonly NumberColumn[] = SIDES.flatMap(([side, prefix]) =>
  [...FACTS[side], ...INSTANTS[side]].filter((source) => source !== 'alpn' && source !== 'error').map((source) => ({ side, source, name: prefix + source })),
);
/** Instants that may lie further from the client's start than 32 bits of ns reach (2.1 s): an overloaded open loop's arrivals. */
const WIDE = new Set(['intended', 'laneFree']);
const typeOf = (source: string): Int32 | Float64 => (WIDE.has(source) ? new Float64() : new Int32());
const TEXTS = SIDES.flatMap(([side, prefix]) => (['alpn', 'error'] as const).map((source) => ({ side, source, name: prefix + source })));

export const SAMPLE_SCHEMA = new Schema([
  new Field('block', new Int32(), false),
  new Field('round', new Int32(), false),
  new Field('arm', new Uint16(), false),
  new Field('observe', new Uint8(), false),
  new Field('quantity', new Uint8(), false),
  new Field('warmup', new Uint8(), false),
  new Field('stage', new Uint8(), false),
  new Field('position', new Uint16(), false),
  new Field('port', new Int32(), true),
  new Field('client_start_ns', new Float64(), true),
  ...NUMBERS.map(({ name, source }) => new Field(name, typeOf(source), true)),
  ...TEXTS.map(({ name }) => new Field(name, new Utf8(), true)),
]);

/** A handshake's row with where it belongs. */
export interface StoredRow extends JoinedRow, BlockPlace {}

function exact(values: readonly number[], type: DataType, data: Int32Array | Uint16Array | Uint8Array): Data {
  data.set(values);
  return makeData({ type, length: values.length, nullCount: 0, data } as never);
}

/** A value that is absent, or does not fit 32 bits (2.1 s), is null. */
function nullable(values: readonly (number | undefined)[], type: Int32 | Float64): Data {
  const { length } = values;
  const data = type instanceof Float64 ? new Float64Array(length) : new Int32Array(length);
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = length;
  values.forEach((value, row) => {
    if (value === undefined || Number.isNaN(value) || (data instanceof Int32Array && Math.abs(value) > 0x7fffffff)) return;
    data[row] = value;
    nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) | (1 << (row & 7));
    nullCount--;
  });
  return makeData({ type, length, nullCount, nullBitmap, data } as never);
}

const text = (values: readonly (string | null)[]): Data => vectorFromArray(values, new Utf8()).data[0] as Data;

export function toBatch(rows: readonly StoredRow[]): RecordBatch {
  const { length } = rows;
  const children: Data[] = [
    exact(rows.map((row) => row.block), new Int32(), new Int32Array(length)),
    exact(rows.map((row) => row.round), new Int32(), new Int32Array(length)),
    exact(rows.map((row) => row.arm), new Uint16(), new Uint16Array(length)),
    exact(rows.map((row) => RECORDED.indexOf(row.observe)), new Uint8(), new Uint8Array(length)),
    exact(rows.map((row) => QUANTITIES.indexOf(row.quantity)), new Uint8(), new Uint8Array(length)),
    exact(rows.map((row) => Number(isWarmup(row))), new Uint8(), new Uint8Array(length)),
    exact(rows.map((row) => STAGES.indexOf(row.stage)), new Uint8(), new Uint8Array(length)),
    exact(rows.map((row) => row.position), new Uint16(), new Uint16Array(length)),
    nullable(rows.map((row) => row.port), new Int32()),
    nullable(rows.map((row) => row.startNs), new Float64()),
    ...NUMBERS.map(({ side, source }) => nullable(rows.map((row) => row[side]?.numbers[source]), typeOf(source))),
    ...TEXTS.map(({ side, source }) => text(rows.map((row) => row[side]?.[source] ?? null))),
  ];
  return new RecordBatch(SAMPLE_SCHEMA, makeData({ type: new Struct(SAMPLE_SCHEMA.fields), length, nullCount: 0, children }));
}

/** Reads a batch's rows back, or those that are `wanted` by block and position. Columns that are null throughout cost nothing. */
export function* fromBatch(batch: RecordBatch, wanted: (block: number, position: number) => boolean = () => true): Generator<StoredRow, void, void> {
  const column = (name: string) => batch.getChild(name);
  const number = (name: string) => {
    const vector = column(name);
    return (row: number): number => (vector?.get(row) as number | null | undefined) ?? NaN;
  };
  const place = { block: number('block'), round: number('round'), arm: number('arm'), observe: number('observe'), quantity: number('quantity'), warmup: number('warmup'), stage: number('stage'), position: number('position'), port: number('port'), start: number('client_start_ns') };
  const used = NUMBERS.flatMap(({ side, source, name }) => {
    const vector = column(name);
    return vector && vector.nullCount < vector.length ? [{ side, source, vector }] : [];
  });
  const texts = new Map(TEXTS.map(({ side, source, name }) => [`${side}.${source}`, column(name)]));
  const textAt = (side: 'client' | 'server', source: 'alpn' | 'error', row: number) => (texts.get(`${side}.${source}`)?.get(row) as string | null | undefined) ?? null;
  for (let row = 0; row < batch.numRows; row++) {
    if (!wanted(place.block(row), place.position(row))) continue;
    const numbers: Record<'client' | 'server', Record<string, number>> = { client: {}, server: {} };
    for (const { side, source, vector } of used) {
      const value = vector.get(row) as number | null;
      if (value !== null) numbers[side][source] = value;
    }
    const sideRow = (side: 'client' | 'server'): SideRow | null => {
      const error = textAt(side, 'error', row);
      // A side that recorded nothing at all was not there.
      return error === null && Object.keys(numbers[side]).length === 0 ? null : { numbers: numbers[side], alpn: textAt(side, 'alpn', row), error };
    };
    yield {
      block: place.block(row),
      round: place.round(row),
      arm: place.arm(row),
      observe: RECORDED[place.observe(row)] ?? 'timing',
      quantity: QUANTITIES[place.quantity(row)] ?? 'ns',
      stage: stageAt(place.stage(row), place.warmup(row), place.observe(row)),
      position: place.position(row),
      port: place.port(row),
      startNs: place.start(row),
      client: sideRow('client'),
      server: sideRow('server'),
    };
  }
}

/** Where a handshake is kept, and how long it took as its arm's figures count it; NaN: it failed on the client. */
export interface Taken {
  readonly arm: number;
  readonly round: number;
  readonly block: number;
  readonly position: number;
  readonly latencyNs: number;
}

/** A column's values without a boxed value for each: NaN where there is none. */
function quick(batch: RecordBatch, name: string): (row: number) => number {
  const [data] = batch.getChild(name)?.data ?? [];
  if (!data) return () => NaN;
  const { values, nullBitmap, nullCount, offset } = data as unknown as { values: ArrayLike<number>; nullBitmap: Uint8Array | null; nullCount: number; offset: number };
  if (nullCount === 0 || !nullBitmap) return (row) => values[row] ?? NaN;
  return (row) => ((((nullBitmap[(row + offset) >> 3] as number) >> ((row + offset) & 7)) & 1) === 1 ? (values[row] ?? NaN) : NaN);
}

/** The handshakes that figures are made of. Only the columns that tell how long they took are read: a million in well under a second. */
export function* takenFromBatch(batch: RecordBatch): Generator<Taken, void, void> {
  const column = (name: string) => quick(batch, name);
  const place = { block: column('block'), round: column('round'), arm: column('arm'), position: column('position') };
  const use = { observe: column('observe'), quantity: column('quantity'), warmup: column('warmup'), stage: column('stage') };
  const at = { intended: column('c_intended'), connectStart: column('c_connectStart'), start: column('c_start'), end: column('c_end'), firstByte: column('c_firstByte') };
  const errors = batch.getChild('c_error');
  const someFailed = errors !== null && errors.nullCount < batch.numRows;
  const ns = QUANTITIES.indexOf('ns');
  for (let row = 0; row < batch.numRows; row++) {
    const observe = use.observe(row);
    if (use.quantity(row) !== ns || !isTiming({ stage: stageAt(use.stage(row), use.warmup(row), observe), observe: RECORDED[observe] ?? 'timing' })) continue;
    const failed = someFailed && errors.get(row) !== null;
    const [start, connectStart] = [at.start(row), at.connectStart(row)];
    // A row of the server alone belongs to no handshake that a client measured.
    if (!failed && Number.isNaN(start) && Number.isNaN(connectStart)) continue;
    const latencyNs = failed ? NaN : latencyOf({ intended: at.intended(row), connectStart, start, end: at.end(row), firstByte: at.firstByte(row) });
    yield { arm: place.arm(row), round: place.round(row), block: place.block(row), position: place.position(row), latencyNs };
  }
}
