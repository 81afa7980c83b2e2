/** One block on two workers: the server is armed, the client runs it, the server hands in its side. */
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
import type { Observation } from '../../shared/protocol/messages.ts';
import type { Recorded } from './stage.ts';
import type { PlannedBlock } from '../plan/rounds.ts';
import type { BlockRecord } from '../store/block-record.ts';
import type { OpenArm } from './session.ts';

/** A handshake takes at most 5 s by the protocol; a block that takes longer than this has hung. */
const TIMEOUT_MS = 60_000;
const COLLECT_MS = 2_000;
/** A profiler ends its session, and its stacks are given names, before the server answers. */
const PROFILE_COLLECT_MS = 45_000;

export interface FinishedBlock {
  readonly record: BlockRecord;
  /** The frames as they came, for the journal. */
  readonly raw: readonly Uint8Array[];
  readonly profiles: { readonly client: readonly ProfileBytes[]; readonly server: readonly ProfileBytes[] };
}

export const isProfile = (observe: Recorded): observe is 'cpu-profile' | 'alloc-profile' => observe === 'cpu-profile' || observe === 'alloc-profile';

/** Whether either side can observe this. */
export const canObserve = ({ client, server }: Pick<OpenArm, 'client' | 'server'>, observe: Recorded): boolean =>
  !isProfile(observe) || [client, server].some(({ ready }) => ready.offers.includes(`observe:${observe}`));

/** What is asked of one side: a stack without a profiler takes part as in any block; to a worker, one beside which packets are captured is like any other. */
function observationOf({ ready }: OpenArm['client'], observe: Recorded): Observation {
  if (observe === 'wire') return 'timing';
  return isProfile(observe) && !ready.offers.includes(`observe:${observe}`) ? 'timing' : observe;
}

/** `scheduleNs`: an open loop's arrivals; null in a closed loop. */
export async function runBlock({ arm, index, client, server, port }: OpenArm, block: number, planned: PlannedBlock, scheduleNs: readonly number[] | null): Promise<FinishedBlock> {
  const handshakes = scheduleNs?.length ?? planned.handshakes;
  const request = {
    endpoint: index,
    block,
    handshakes,
    connections: Math.min(arm.connections, handshakes),
    scheduleNs: scheduleNs && [...scheduleNs],
    timeoutMs: TIMEOUT_MS,
  };
  const profiled = isProfile(planned.observe);
  await server.arm({ ...request, observe: observationOf(server, planned.observe), scheduleNs: null });
  const clientSide = await client.runBlock({ ...request, observe: observationOf(client, planned.observe), port });
  const serverSide = await server.collect({ endpoint: index, block, expect: clientSide.done.handshakes, timeoutMs: profiled ? PROFILE_COLLECT_MS : COLLECT_MS });
  return {
    record: { block, round: planned.round, arm: index, observe: planned.observe, stage: planned.stage, client: clientSide, server: serverSide },
    raw: [...clientSide.raw, ...serverSide.raw],
    profiles: { client: clientSide.profiles, server: serverSide.profiles },
  };
}
