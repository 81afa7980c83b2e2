/** One finished block: what was asked, and both sides' answers. Kept in the journal as the frames in which it came. */
import { z } from 'zod';
import { encodeMessage, FrameReader, type Samples } from '../../shared/protocol/frames.ts';
import { Done } from '../../shared/protocol/messages.ts';
import { RECORDED, STAGES } from '../run/stage.ts';

const Head = z.object({
  type: z.literal('record'),
  block: z.number().int(),
  round: z.number().int(),
  arm: z.number().int(),
  observe: z.enum(RECORDED),
  stage: z.enum(STAGES),
});

export interface BlockSide {
  readonly done: Done;
  readonly samples: readonly Samples[];
}

export interface BlockRecord extends Omit<z.infer<typeof Head>, 'type'> {
  readonly client: BlockSide;
  readonly server: BlockSide;
}

/** The journal's bytes for a block: its head, then both sides' frames unchanged. */
export function journalBytes(record: BlockRecord, raw: readonly Uint8Array[]): Uint8Array {
  const { block, round, arm, observe, stage } = record;
  return Buffer.concat([encodeMessage({ type: 'record', block, round, arm, observe, stage }), ...raw]);
}

/** The whole blocks of a journal; a torn end is left out. */
export function readJournal(bytes: Uint8Array): BlockRecord[] {
  const records: BlockRecord[] = [];
  let head: z.infer<typeof Head> | null = null;
  let samples: Samples[] = [];
  let client: BlockSide | null = null;
  const reader = new FrameReader((frame) => {
    if (frame.kind === 'S') {
      samples.push({ header: frame.header, columns: frame.columns });
      return;
    }
    if (frame.kind === 'P') return; // a profile has a file of its own
    const started = Head.safeParse(frame.message);
    if (started.success) {
      head = started.data;
      client = null;
      samples = [];
      return;
    }
    const done = Done.parse(frame.message);
    const side: BlockSide = { done, samples };
    samples = [];
    if (!client) client = side;
    else if (head) records.push({ ...head, client, server: side });
  });
  try {
    reader.push(bytes);
  } catch {
    // What follows the first torn frame cannot be told apart; the blocks before it are whole.
  }
  return records;
}
