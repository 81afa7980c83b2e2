/** What a flame shows, taken from a live arm, a finished arm or one real handshake. Pure. */
import type { LiveArm } from '../live/snapshot.ts';
import { PHASE_IDS, PHASES, type PhaseId, type Side } from '../phases/tree.ts';
import type { Allocations, ArmResult, Example, FlameMessage } from '../result/document.ts';

export type Weight = 'time' | 'bytes' | 'objects';

/** What of a phase differs between two arms, A and B; `defended`: the interval leaves out zero. */
export interface Shift {
  readonly aNs: number | null;
  readonly bNs: number | null;
  /** B less A; null where one of them has no such phase. */
  readonly differenceNs: number | null;
  readonly ciNs: readonly [number, number] | null;
  readonly defended: boolean;
}

/** One phase with its amount: ns, bytes or objects, as the flame's weight says. */
export interface FlamePhase {
  readonly id: PhaseId;
  readonly parent: PhaseId | null;
  /** When it began, ns from the client's start; for bytes and objects only the order counts. */
  readonly startNs: number;
  readonly amount: number;
  readonly ci: readonly [number, number] | null;
  /** Handshakes that showed it; null for one handshake. */
  readonly seen: number | null;
  /** Only where the flame shows a difference. */
  readonly shift?: Shift;
}

export interface FlameData {
  readonly weight: Weight;
  readonly client: readonly FlamePhase[];
  readonly server: readonly FlamePhase[];
  readonly messages: readonly FlameMessage[];
  /** Handshakes behind the figures; 1 for a real one. */
  readonly handshakes: number;
}

export const NO_FLAME: FlameData = { weight: 'time', client: [], server: [], messages: [], handshakes: 0 };

export const rootOf = (side: Side): PhaseId => (side === 'client' ? 'c' : 's');

interface Timed {
  readonly id: PhaseId;
  readonly startNs: number;
  readonly amount: number;
}

const find = (phases: readonly Timed[], id: PhaseId): Timed | undefined => phases.find((phase) => phase.id === id && phase.amount >= 0);
const startOf = (phase: Timed | undefined): number | null => phase?.startNs ?? null;
const endOf = (phase: Timed | undefined): number | null => (phase ? phase.startNs + phase.amount : null);

/** The messages that phase edges give away, for a live arm: written where a write ended, read where the next work began. */
export function messagesOf(client: readonly Timed[], server: readonly Timed[]): FlameMessage[] {
  const flightRead = startOf(find(client, 'c.flight'));
  const helloRead = startOf(find(server, 's.flight'));
  const retry = find(client, 'c.retry');
  const serverRetry = find(server, 's.retry');
  const finishedWrite = find(client, 'c.finished.write');
  const tickets = find(server, 's.tickets');
  const out: FlameMessage[] = [];
  const add = (name: FlameMessage['name'], from: Side, sentNs: number | null, receivedNs: number | null): void => {
    if (sentNs !== null) out.push({ name, from, sentNs, receivedNs: receivedNs === null ? null : Math.max(receivedNs, sentNs), bytes: null });
  };
  add('ClientHello', 'client', endOf(find(client, 'c.hello.write')), retry ? startOf(serverRetry) : helloRead);
  if (retry) {
    add('HelloRetryRequest', 'server', endOf(serverRetry), startOf(retry));
    add('ClientHello 2', 'client', endOf(retry), helloRead);
  }
  add('server flight', 'server', startOf(find(server, 's.wait.finished')) ?? endOf(find(server, 's.flight')), flightRead);
  add('Finished', 'client', endOf(finishedWrite), startOf(find(server, 's.finished')));
  add('tickets', 'server', endOf(tickets), null);
  return out;
}

export function flameOfLive(arm: LiveArm): FlameData {
  const phases = arm.phases.map((phase): FlamePhase => ({ id: phase.id, parent: phase.parent, startNs: phase.startNs, amount: phase.mean, ci: null, seen: phase.seen }));
  const client = phases.filter((phase) => PHASES[phase.id].side === 'client');
  const server = phases.filter((phase) => PHASES[phase.id].side === 'server');
  return { weight: 'time', client, server, messages: messagesOf(client, server), handshakes: arm.handshakes };
}

const allocated = (allocations: Allocations | null, weight: 'bytes' | 'objects', times: readonly { id: PhaseId; startNs: number }[]): FlamePhase[] =>
  (allocations?.phases ?? []).flatMap((phase) => {
    const amount = phase[weight];
    // Where the runtime allots bytes to a phase that timing blocks did not show, the list's order stands in for time.
    const startNs = times.find((time) => time.id === phase.id)?.startNs ?? PHASE_IDS.indexOf(phase.id);
    return amount === null ? [] : [{ id: phase.id, parent: phase.parent, startNs, amount, ci: null, seen: allocations?.handshakes ?? null }];
  });

/** The weights for which an arm has figures by phase; time always. */
export function weightsOf(arm: ArmResult): Weight[] {
  const sides = [arm.allocations.client, arm.allocations.server];
  const known = (weight: 'bytes' | 'objects'): boolean => sides.some((side) => side?.phases.some((phase) => phase[weight] !== null));
  return ['time', ...(['bytes', 'objects'] as const).filter(known)];
}

export function flameOfArm(arm: ArmResult, weight: Weight = 'time'): FlameData {
  if (weight !== 'time') {
    const client = allocated(arm.allocations.client, weight, arm.phases.client);
    const server = allocated(arm.allocations.server, weight, arm.phases.server);
    return { weight, client, server, messages: [], handshakes: Math.max(arm.allocations.client?.handshakes ?? 0, arm.allocations.server?.handshakes ?? 0) };
  }
  const mean = (phases: ArmResult['phases']['client']): FlamePhase[] =>
    phases.map((phase) => ({ id: phase.id, parent: phase.parent, startNs: phase.startNs, amount: phase.meanNs, ci: phase.ciNs, seen: phase.seen }));
  return { weight, client: mean(arm.phases.client), server: mean(arm.phases.server), messages: arm.messages, handshakes: arm.handshakes };
}

export function flameOfExample(example: Pick<Example, 'phases' | 'messages'>): FlameData {
  const side = (which: Side): FlamePhase[] =>
    example.phases
      .filter((phase) => PHASES[phase.id].side === which)
      .map((phase) => ({ id: phase.id, parent: phase.parent, startNs: phase.startNs, amount: phase.ns, ci: null, seen: null }));
  return { weight: 'time', client: side('client'), server: side('server'), messages: example.messages, handshakes: 1 };
}
