/** Arms opened by hand, for what a scenario does not ask: the same arm several times, hooks off. */
import { monotonicNs } from '../../src/engine/clock.ts';
import { automaticPlacement } from '../../src/engine/plan/placement.ts';
import { readCpus } from '../../src/engine/plan/topology.ts';
import { totalNs, isComplete } from '../../src/engine/result/handshake.ts';
import { armBlock, runBlock } from '../../src/engine/run/block.ts';
import { joinBlock } from '../../src/engine/run/join.ts';
import { Session, type OpenArm } from '../../src/engine/run/session.ts';
import { mean, median } from '../../src/engine/stats/quantiles.ts';
import { Scenario } from '../../src/shared/scenario/schema.ts';
import { NO_KNOBS, type Arm } from '../../src/shared/scenario/arms.ts';
import type { StackInfo } from '../../src/shared/stacks.ts';
import { projectRoot } from '../stacks/world.ts';

const CAPACITY = 4096;

/** `tickets`: how many the server sends; null is its default. */
export function openArms(stack: StackInfo, hooks: readonly ('timing' | 'off')[], stacks: readonly StackInfo[], tickets: number | null = null): Promise<Session> {
  const arm = (index: number): Arm => ({ threads: 1, rate: null, roundTripNs: null, twinOf: null, knobs: { ...NO_KNOBS, hooks: hooks[index] ?? 'timing' }, id: `${stack.id} ${index}`, client: stack.id, server: stack.id, version: '1.3', cacheSize: null, earlyData: 'none', antiReplay: null, tickets, group: 'x25519', retry: false, intermediates: 1, leaf: 'ecdsa-p256', issuers: 'ecdsa-p256', session: 'full', connections: 1 });
  return Session.open({
    arms: hooks.map((_, index) => arm(index)),
    scenario: Scenario.parse({ stacks: { client: stack.id, server: stack.id } }),
    stacks,
    placement: automaticPlacement(readCpus()),
    cpus: readCpus().map(({ cpu }) => cpu),
    projectRoot,
    epochNs: monotonicNs(),
    capacity: CAPACITY,
    commandPrefix: [],
    onLog: () => undefined,
  });
}

let block = 0;
/** One block; its handshakes' median, ns, and how long the client was at it. */
export async function timeBlock(arm: OpenArm, handshakes: number, round: number): Promise<{ medianNs: number; elapsedNs: number; handshakes: number; clientCpuNs: number; verifyNs: number }> {
  const { record } = await runBlock(await armBlock(arm, block++, { round, arm: arm.index, observe: 'timing', handshakes, stage: 'measure' }, null, null));
  const good = joinBlock(record).filter(isComplete);
  return { medianNs: median(good.map(totalNs)), elapsedNs: record.client.done.elapsedNs, handshakes: good.length, clientCpuNs: record.client.done.usage.cpuNs ?? NaN, verifyNs: mean(good.map(({ client }) => (client?.numbers['verifyEnd'] ?? NaN) - (client?.numbers['verifyStart'] ?? NaN))) };
}
