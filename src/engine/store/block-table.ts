/** The block table: one row a block, with what each side's process used. */
import { Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, type Data } from 'apache-arrow';
import type { Done } from '../../shared/protocol/messages.ts';
import type { BlockRecord } from './block-record.ts';

const SIDES = [['client', 'c_'], ['server', 's_']] as const;

const MEASURES = [
  ['handshakes', (done: Done) => done.handshakes],
  ['failed', (done: Done) => done.failed],
  ['elapsed_ns', (done: Done) => done.elapsedNs],
  ['cpu_ns', (done: Done) => done.usage.cpuNs],
  ['allocated_bytes', (done: Done) => done.usage.allocatedBytes],
  ['allocated_objects', (done: Done) => done.usage.allocatedObjects],
  ['exact', (done: Done) => Number(done.usage.exact)],
  ['gc_count', (done: Done) => done.usage.gcCount],
  ['gc_pause_ns', (done: Done) => done.usage.gcPauseNs],
] as const;
type Measure = (typeof MEASURES)[number][0];

export type BlockUse = Record<Measure, number>;

/** One block as stored: NaN where unknown. */
export interface StoredBlock {
  readonly block: number;
  readonly round: number;
  readonly arm: number;
  readonly allocations: boolean;
  readonly warmup: boolean;
  readonly client: BlockUse;
  readonly server: BlockUse;
}

const HEAD = ['block', 'round', 'arm', 'observe', 'warmup'] as const;

export const BLOCK_SCHEMA = new Schema([
  ...HEAD.map((name) => new Field(name, new Int32(), false)),
  ...SIDES.flatMap(([, prefix]) => MEASURES.map(([name]) => new Field(prefix + name, new Float64(), false))),
]);

const use = (done: Done): BlockUse => Object.fromEntries(MEASURES.map(([name, read]) => [name, read(done) ?? NaN])) as BlockUse;

export const storedBlock = (record: BlockRecord): StoredBlock => ({
  block: record.block,
  round: record.round,
  arm: record.arm,
  allocations: record.observe === 'allocations',
  warmup: record.warmup,
  client: use(record.client.done),
  server: use(record.server.done),
});

export function blocksToBatch(blocks: readonly StoredBlock[]): RecordBatch {
  const { length } = blocks;
  const heads = [(b: StoredBlock) => b.block, (b: StoredBlock) => b.round, (b: StoredBlock) => b.arm, (b: StoredBlock) => Number(b.allocations), (b: StoredBlock) => Number(b.warmup)];
  const children: Data[] = [
    ...heads.map((read) => makeData({ type: new Int32(), length, nullCount: 0, data: Int32Array.from(blocks, read) })),
    ...SIDES.flatMap(([side]) => MEASURES.map(([name]) => makeData({ type: new Float64(), length, nullCount: 0, data: Float64Array.from(blocks, (block) => block[side][name]) }))),
  ];
  return new RecordBatch(BLOCK_SCHEMA, makeData({ type: new Struct(BLOCK_SCHEMA.fields), length, nullCount: 0, children }));
}

export function* blocksFromBatch(batch: RecordBatch): Generator<StoredBlock, void, void> {
  const at = (name: string, row: number): number => (batch.getChild(name)?.get(row) as number | null | undefined) ?? NaN;
  for (let row = 0; row < batch.numRows; row++) {
    const side = (prefix: string): BlockUse => Object.fromEntries(MEASURES.map(([name]) => [name, at(prefix + name, row)])) as BlockUse;
    yield { block: at('block', row), round: at('round', row), arm: at('arm', row), allocations: at('observe', row) === 1, warmup: at('warmup', row) === 1, client: side('c_'), server: side('s_') };
  }
}
