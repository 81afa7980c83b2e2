/** One block on two workers: the server is armed, the client runs it, the server hands in its side. */
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
import type { Observation, Request } from '../../shared/protocol/messages.ts';
import type { Recorded } from './stage.ts';
import type { PlannedBlock } from '../plan/rounds.ts';
import type { BlockRecord } from '../store/block-record.ts';
import type { OpenArm, Process } from './session.ts';

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

const isOneSided = (observe: Recorded): boolean => isProfile(observe) || observe === 'wire';

/** Whether either side can observe this: a profile is one side's, and one side's keys open both directions. */
export const canObserve = ({ client, server }: Pick<OpenArm, 'client' | 'server'>, observe: Recorded): boolean =>
  !isOneSided(observe) || [client, server].some(({ ready }) => ready.offers.includes(`observe:${observe}`));

/** What is asked of one side: a stack without a profiler or key log takes part as in any block; to a worker, one beside which packets are captured is like any other. */
function observationOf({ ready }: Pick<Process, 'ready'>, observe: Recorded): Observation {
  if (observe === 'packets') return 'timing';
  return isOneSided(observe) && !ready.offers.includes(`observe:${observe}`) ? 'timing' : observe;
}

/** A block whose server is ready for it. */
export interface ArmedBlock {
  readonly arm: OpenArm;
  readonly planned: PlannedBlock;
  readonly request: Omit<Extract<Request, { type: 'block' }>, 'id' | 'type' | 'observe'>;
}

/** `scheduleNs`: an open loop's arrivals; null in a closed loop. `names`: each handshake's server, where the client has a cache. */
export async function armBlock(arm: OpenArm, block: number, planned: PlannedBlock, scheduleNs: readonly number[] | null, names: readonly number[] | null): Promise<ArmedBlock> {
  const handshakes = scheduleNs?.length ?? planned.handshakes;
  const request = { endpoint: arm.index, block, handshakes, connections: Math.min(arm.arm.connections, handshakes), scheduleNs: scheduleNs && [...scheduleNs], names: names && [...names], timeoutMs: TIMEOUT_MS };
  await arm.server.arm({ ...request, observe: observationOf(arm.server, planned.observe), scheduleNs: null, names: null });
  return { arm, planned, request };
}

/** `meanwhile` is done while the server hands in its side. `port`: where the client connects to. */
export async function runBlock({ arm, planned, request }: ArmedBlock, meanwhile: (() => Promise<unknown>) | null = null, port = arm.port): Promise<FinishedBlock> {
  const { index, client, server } = arm;
  const clientSide = await client.runBlock({ ...request, observe: observationOf(client, planned.observe), port });
  const handIn = server.collect({ endpoint: index, block: request.block, expect: clientSide.done.handshakes, timeoutMs: isProfile(planned.observe) ? PROFILE_COLLECT_MS : COLLECT_MS });
  // What fails meanwhile is the next block's matter: it is tried again there, and says why.
  const [serverSide] = await Promise.all([handIn, meanwhile?.().catch(() => undefined)]);
  return {
    record: { block: request.block, round: planned.round, arm: index, observe: planned.observe, stage: planned.stage, client: clientSide, server: serverSide },
    raw: [...clientSide.raw, ...serverSide.raw],
    profiles: { client: clientSide.profiles, server: serverSide.profiles },
  };
}
