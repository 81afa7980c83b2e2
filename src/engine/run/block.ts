/** One block on two workers: the server is armed, the client runs it, the server hands in its side. */
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
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
  readonly profiles: { readonly client: readonly ProfileBytes[]; readonly server: readonly ProfileBytes[] };
}

/** `scheduleNs`: an open loop's arrivals; null in a closed loop. */
export async function runBlock({ arm, index, client, server, port }: OpenArm, block: number, planned: PlannedBlock, scheduleNs: readonly number[] | null): Promise<FinishedBlock> {
  const handshakes = scheduleNs?.length ?? planned.handshakes;
  const request = {
    endpoint: index,
    block,
    // To a worker a block beside which packets are captured is like any other.
    observe: planned.observe === 'wire' ? ('timing' as const) : planned.observe,
    handshakes,
    connections: Math.min(arm.connections, handshakes),
    scheduleNs: scheduleNs && [...scheduleNs],
    timeoutMs: TIMEOUT_MS,
  };
  await server.arm({ ...request, scheduleNs: null });
  const clientSide = await client.runBlock({ ...request, port });
  const serverSide = await server.collect({ endpoint: index, block, expect: clientSide.done.handshakes, timeoutMs: COLLECT_MS });
  return {
    record: { block, round: planned.round, arm: index, observe: planned.observe, stage: planned.stage, client: clientSide, server: serverSide },
    raw: [...clientSide.raw, ...serverSide.raw],
    profiles: { client: clientSide.profiles, server: serverSide.profiles },
  };
}
