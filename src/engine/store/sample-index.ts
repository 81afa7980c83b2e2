/** Where each batch of samples lies in its file, and which blocks it holds: so that one handshake of millions is found at once. */
import { Field, Float64, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';

/** A run of whole blocks. Offsets and lengths in bytes. */
export interface BatchPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly rows: number;
}

const COLUMNS = [
  ['offset', (place: BatchPlace) => place.offset],
  ['bytes', (place: BatchPlace) => place.bytes],
  ['first_block', (place: BatchPlace) => place.firstBlock],
  ['last_block', (place: BatchPlace) => place.lastBlock],
  ['rows', (place: BatchPlace) => place.rows],
] as const;

// Float64, since a file of ten million samples is larger than 2^32 bytes, and 2^53 is enough for all.
export const INDEX_SCHEMA = new Schema(COLUMNS.map(([name]) => new Field(name, new Float64(), false)));

export function indexToBatch(places: readonly BatchPlace[]): RecordBatch {
  const { length } = places;
  const children = COLUMNS.map(([, read]) => makeData({ type: new Float64(), length, nullCount: 0, data: Float64Array.from(places, read) }));
  return new RecordBatch(INDEX_SCHEMA, makeData({ type: new Struct(INDEX_SCHEMA.fields), length, nullCount: 0, children }));
}

export function* indexFromBatch(batch: RecordBatch): Generator<BatchPlace, void, void> {
  const at = (name: string, row: number): number => (batch.getChild(name)?.get(row) as number | null | undefined) ?? NaN;
  for (let row = 0; row < batch.numRows; row++) yield { offset: at('offset', row), bytes: at('bytes', row), firstBlock: at('first_block', row), lastBlock: at('last_block', row), rows: at('rows', row) };
}
