/** One block on two workers: the server is armed, the client runs it, the server hands in its side. */
import type { PlannedBlock } from '../plan/rounds.ts';
import type { BlockRecord } from '../store/block-record.ts';
import type { OpenArm } from './session.ts';

/** A handshake takes at most 5 s by the protocol; a block that takes longer than this has hung. */
const TIMEOUT_MS = 60_000;
const COLLECT_MS = 2_000;

export interface FinishedBlock {
  readonly record: BlockRecord;
  /** The frames as they came, for the journal. */
  readonly raw: readonly Uint8Array[];
}

export async function runBlock({ arm, index, client, server, port }: OpenArm, block: number, planned: PlannedBlock): Promise<FinishedBlock> {
  const request = { endpoint: index, block, observe: planned.observe, handshakes: planned.handshakes, connections: Math.min(arm.connections, planned.handshakes), timeoutMs: TIMEOUT_MS };
  await server.arm(request);
  const clientSide = await client.runBlock({ ...request, port });
  const serverSide = await server.collect({ endpoint: index, block, expect: clientSide.done.handshakes, timeoutMs: COLLECT_MS });
  return {
    record: { block, round: planned.round, arm: index, observe: planned.observe, warmup: planned.warmup, client: clientSide, server: serverSide },
    raw: [...clientSide.raw, ...serverSide.raw],
  };
}
