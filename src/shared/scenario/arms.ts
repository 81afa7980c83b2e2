/** Scenario × stacks found → the arms it makes and those that cannot be run, with the reason. Pure, so that the form and the engine agree. */
import { GROUP_FACTS, type Group, type KeyType, type Session } from '../tls.ts';
import type { StackInfo } from '../stacks.ts';
import type { Scenario } from './schema.ts';

/** One combination of axis values. */
export interface Arm {
  /** Generated from the values, leaving out what all arms share; the arm's key everywhere. */
  readonly id: string;
  /** Stack ids (`go1.27`). */
  readonly client: string;
  readonly server: string;
  readonly group: Group;
  readonly retry: boolean;
  readonly intermediates: number;
  readonly leaf: KeyType;
  readonly issuers: KeyType;
  readonly session: Session;
  readonly connections: number;
  /** CPUs for each side. */
  readonly threads: number;
  /** Arrivals per second; null in a closed loop. */
  readonly rate: number | null;
  /** The arm that this one repeats in processes of its own (A/A); null for an arm of the scenario. */
  readonly twinOf: string | null;
  /** What only the self-check sets: a busy wait before each ClientHello, and whether the hooks are on. */
  readonly knobs: Knobs;
}

export interface Knobs {
  readonly delayNs: number;
  readonly hooks: 'timing' | 'off';
}
export const NO_KNOBS: Knobs = { delayNs: 0, hooks: 'timing' };

export const isTwin = (arm: Pick<Arm, 'twinOf'>): boolean => arm.twinOf !== null;

export interface RefusedArm {
  readonly arm: Arm;
  readonly reason: string;
  readonly source: string | null;
}

export interface Arms {
  readonly run: readonly Arm[];
  readonly refused: readonly RefusedArm[];
}

/** `go` → the newest go found, `go1.27` → that one. Null where nothing of that name is known. */
export function findStack(name: string, stacks: readonly StackInfo[]): StackInfo | null {
  const ofFamily = stacks.filter((stack) => stack.family === name);
  const byId = stacks.find((stack) => stack.id === name);
  // A default that is missing has its family's bare name; a version that was added stands in for it.
  if (byId && (byId.available || ofFamily.length === 0)) return byId;
  return ofFamily.find(({ available }) => available) ?? byId ?? ofFamily[0] ?? null;
}

/** `go*` → every version known of that family. */
const matching = (name: string, stacks: readonly StackInfo[]): string[] => {
  const found = name.endsWith('*') ? stacks.filter((stack) => stack.family === name.slice(0, -1)).map(({ id }) => id) : [];
  return found.length > 0 ? found : [findStack(name, stacks)?.id ?? name];
};

const product = <A extends Record<string, readonly unknown[]>>(axes: A): { [K in keyof A]: A[K][number] }[] =>
  Object.entries(axes).reduce<Record<string, unknown>[]>((rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))), [{}]) as {
    [K in keyof A]: A[K][number];
  }[];

const KEY_LABEL: Readonly<Record<KeyType, string>> = { 'ecdsa-p256': 'p256', 'ecdsa-p384': 'p384', 'rsa-2048': 'rsa2048', 'rsa-3072': 'rsa3072', 'rsa-4096': 'rsa4096', ed25519: 'ed25519' };

/** The parts of an arm's name apart from its stacks; a part that all arms share is left out. */
const PARTS: readonly ((arm: Omit<Arm, 'id'>) => string)[] = [
  (arm) => arm.group,
  (arm) => (arm.retry ? 'retry' : 'no retry'),
  (arm) => (arm.leaf === arm.issuers ? KEY_LABEL[arm.leaf] : `${KEY_LABEL[arm.leaf]}/${KEY_LABEL[arm.issuers]}`),
  (arm) => `d${arm.intermediates}`,
  (arm) => arm.session,
  (arm) => `c${arm.connections}`,
  (arm) => `t${arm.threads}`,
  (arm) => (arm.rate === null ? 'closed' : `${arm.rate}/s`),
];

function withIds(arms: readonly Omit<Arm, 'id'>[]): Arm[] {
  const varying = PARTS.filter((part) => new Set(arms.map(part)).size > 1);
  return arms.map((arm) => ({ ...arm, id: [`${arm.client}→${arm.server}`, ...varying.map((part) => part(arm))].join(' · ') }));
}

/** Everything that an arm asks of a stack, as tokens of `offers`. */
const asks = (arm: Arm, role: 'client' | 'server', scenario: Scenario): string[] => [
  `role:${role}`,
  `tls:${scenario.tls}`,
  `group:${arm.group}`,
  ...(arm.retry ? ['retry'] : []),
  `session:${arm.session}`,
  // The leaf's and the issuers' signatures are made by the engine; the stack must read them on either side.
  ...new Set([`key:${arm.leaf}`, `key:${arm.issuers}`]),
  ...((role === 'client' ? scenario.alpn.offer : scenario.alpn.serve).length > 0 ? ['alpn'] : []),
  ...(arm.connections > 1 ? ['connections'] : []),
  ...(arm.threads > 1 ? ['threads'] : []),
  ...(arm.rate !== null && role === 'client' ? ['loop:open'] : []),
];

function refusal(name: string, role: 'client' | 'server', arm: Arm, scenario: Scenario, stacks: readonly StackInfo[]): { reason: string; source: string | null } | null {
  const stack = findStack(name, stacks);
  if (!stack) return { reason: `No stack "${name}" is known; known are ${stacks.map((known) => known.id).join(', ')}`, source: null };
  if (!stack.available) return { reason: `${stack.id} is not available: ${stack.reason ?? 'unknown reason'}`, source: stack.remedy };
  const lacking = asks(arm, role, scenario).find((token) => !stack.offers.includes(token));
  if (!lacking) return null;
  const why = stack.not.find((missing) => missing.what === lacking);
  return { reason: `${stack.id} does not offer ${lacking}${why ? `: ${why.why}` : ` (${stack.library?.name ?? 'library'} ${stack.library?.version ?? ''})`}`, source: why?.source ?? null };
}

export function armsOf(scenario: Scenario, stacks: readonly StackInfo[]): Arms {
  const idsOf = (names: readonly string[]): string[] => [...new Set(names.flatMap((name) => matching(name, stacks)))];
  const combinations = product({
    client: idsOf(scenario.stacks.client),
    server: idsOf(scenario.stacks.server),
    group: scenario.keyExchange.groups,
    retry: scenario.keyExchange.retry,
    leaf: scenario.certificates.leaf,
    issuers: scenario.certificates.issuers,
    intermediates: scenario.certificates.intermediates,
    session: scenario.session.resumption,
    connections: scenario.load.connections,
    threads: scenario.load.threads,
    rate: scenario.load.loop === 'open' ? scenario.load.rate : [null],
    twinOf: [null],
    knobs: [NO_KNOBS],
  });
  const run: Arm[] = [];
  const refused: RefusedArm[] = [];
  for (const arm of withIds(combinations)) {
    const why = refusal(arm.client, 'client', arm, scenario, stacks) ?? refusal(arm.server, 'server', arm, scenario, stacks);
    if (why) refused.push({ arm, ...why });
    else run.push(arm);
  }
  return { run, refused };
}

/** The arms that are run twice, for the noise floor: the first of the scenario, or every one. */
export function twinsOf(run: readonly Arm[], floor: Scenario['noiseFloor']): Arm[] {
  const originals = floor === 'none' ? [] : floor === 'every' ? run : run.slice(0, 1);
  return originals.filter((arm) => !isTwin(arm)).map((arm) => ({ ...arm, id: `${arm.id} · twin`, twinOf: arm.id }));
}

/** The group a client shows first when a HelloRetryRequest is forced: one the server refuses. */
export const retryDecoy = (group: Group): Group => (group === 'p256' ? 'x25519' : 'p256');

/** What every handshake of an arm is held to. */
export const assertedGroup = (arm: Arm): string => GROUP_FACTS[arm.group].name;
