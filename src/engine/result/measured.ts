/** A block with both sides joined and taken apart, once, for everybody who reads it: the live picture, the figures, the files. */
import { derivePhases, type PhaseInterval } from '../../shared/phases/derive.ts';
import { phaseAmounts, type PhaseAmount } from '../../shared/phases/sums.ts';
import { joinBlock, type JoinedRow } from '../run/join.ts';
import type { Recorded, Stage } from '../run/stage.ts';
import type { BlockRecord } from '../store/block-record.ts';
import { blockUse, type BlockUse } from '../store/block-table.ts';
import { handshakeEvents, isComplete, latencyNs, type Families } from './handshake.ts';

/** Where a row belongs. */
export interface BlockPlace {
  readonly block: number;
  readonly round: number;
  readonly arm: number;
  readonly observe: Recorded;
  readonly stage: Stage;
}

/** A complete handshake. */
export interface Measured {
  readonly row: JoinedRow;
  readonly latencyNs: number;
  readonly phases: readonly PhaseInterval[];
  /** What each phase took, rests included. */
  readonly amounts: readonly PhaseAmount[];
}

export interface MeasuredBlock extends BlockPlace {
  /** Every row, of every quantity, good or failed. */
  readonly rows: readonly JoinedRow[];
  readonly handshakes: readonly Measured[];
  readonly client: BlockUse;
  readonly server: BlockUse;
}

export interface StoredPart extends BlockPlace {
  readonly rows: readonly JoinedRow[];
  readonly client: BlockUse;
  readonly server: BlockUse;
}

export function takeApart(part: StoredPart, between: Families): MeasuredBlock {
  // Bytes on the wire are recorded by the relay, whatever the arm.
  const families = part.observe === 'wire' ? { ...between, relayed: true } : between;
  const handshakes = part.rows.flatMap((row): Measured[] => {
    if (row.quantity !== 'ns' || !isComplete(row)) return [];
    const events = handshakeEvents(row, families);
    const phases = events ? derivePhases(events) : [];
    return [{ row, latencyNs: latencyNs(row), phases, amounts: phaseAmounts(phases) }];
  });
  return { ...part, handshakes };
}

export const measuredBlock = (record: BlockRecord, families: Families): MeasuredBlock => {
  const { block, round, arm, observe, stage } = record;
  return takeApart({ block, round, arm, observe, stage, rows: joinBlock(record), client: blockUse(record.client.done), server: blockUse(record.server.done) }, families);
};
