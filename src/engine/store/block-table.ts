/** The block table: one row a block, with what each side's process used. */
import { Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, type Data } from 'apache-arrow';
import type { Done } from '../../shared/protocol/messages.ts';
import type { BlockPlace } from '../result/measured.ts';
import { RECORDED, STAGES } from '../run/stage.ts';
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

/** What one side's process did and used in a block; NaN where unknown. */
export type BlockUse = Record<Measure, number>;

export interface StoredBlock extends BlockPlace {
  readonly client: BlockUse;
  readonly server: BlockUse;
}

export const isWarmup = ({ stage }: Pick<BlockPlace, 'stage'>): boolean => stage === 'warm-up' || stage === 'trial';

const HEADS = [
  ['block', (block: StoredBlock) => block.block],
  ['round', (block: StoredBlock) => block.round],
  ['arm', (block: StoredBlock) => block.arm],
  ['observe', (block: StoredBlock) => RECORDED.indexOf(block.observe)],
  ['warmup', (block: StoredBlock) => Number(isWarmup(block))],
  ['stage', (block: StoredBlock) => STAGES.indexOf(block.stage)],
] as const;

export const BLOCK_SCHEMA = new Schema([
  ...HEADS.map(([name]) => new Field(name, new Int32(), false)),
  ...SIDES.flatMap(([, prefix]) => MEASURES.map(([name]) => new Field(prefix + name, new Float64(), false))),
]);

export const blockUse = (done: Done): BlockUse => Object.fromEntries(MEASURES.map(([name, read]) => [name, read(done) ?? NaN])) as BlockUse;

export const storedBlock = ({ block, round, arm, observe, stage, client, server }: BlockRecord): StoredBlock => ({ block, round, arm, observe, stage, client: blockUse(client.done), server: blockUse(server.done) });

export function blocksToBatch(blocks: readonly StoredBlock[]): RecordBatch {
  const { length } = blocks;
  const children: Data[] = [
    ...HEADS.map(([, read]) => makeData({ type: new Int32(), length, nullCount: 0, data: Int32Array.from(blocks, read) })),
    ...SIDES.flatMap(([side]) => MEASURES.map(([name]) => makeData({ type: new Float64(), length, nullCount: 0, data: Float64Array.from(blocks, (block) => block[side][name]) }))),
  ];
  return new RecordBatch(BLOCK_SCHEMA, makeData({ type: new Struct(BLOCK_SCHEMA.fields), length, nullCount: 0, children }));
}

/** The stage of a row; runs of format 1 say only whether it was warm-up. */
export function stageAt(stage: number, warmup: number, observe: number): BlockPlace['stage'] {
  return STAGES[stage] ?? (warmup === 1 ? 'warm-up' : observe === 0 ? 'measure' : 'apart');
}

export function* blocksFromBatch(batch: RecordBatch): Generator<StoredBlock, void, void> {
  const at = (name: string, row: number): number => (batch.getChild(name)?.get(row) as number | null | undefined) ?? NaN;
  for (let row = 0; row < batch.numRows; row++) {
    const side = (prefix: string): BlockUse => Object.fromEntries(MEASURES.map(([name]) => [name, at(prefix + name, row)])) as BlockUse;
    yield {
      block: at('block', row),
      round: at('round', row),
      arm: at('arm', row),
      observe: RECORDED[at('observe', row)] ?? 'timing',
      stage: stageAt(at('stage', row), at('warmup', row), at('observe', row)),
      client: side('c_'),
      server: side('s_'),
    };
  }
}
