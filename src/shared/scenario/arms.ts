/** Scenario × stacks found → the arms it makes and those that cannot be run, with the reason. Pure, so that the form and the engine agree. */
import { GROUP_FACTS, type EarlyData, type Group, type KeyType, type Session, type TlsVersion } from '../tls.ts';
import { externalFamilyOf } from '../servers.ts';
import type { StackInfo } from '../stacks.ts';
import { roundTripNs, type Scenario } from './schema.ts';

/** One combination of axis values. */
export interface Arm {
  /** Generated from the values, leaving out what all arms share; the arm's key everywhere. */
  readonly id: string;
  /** Stack ids (`go1.27`). */
  readonly client: string;
  readonly server: string;
  readonly version: TlsVersion;
  readonly group: Group;
  readonly retry: boolean;
  readonly intermediates: number;
  readonly leaf: KeyType;
  readonly issuers: KeyType;
  readonly session: Session;
  /** Sessions the client keeps; null but with `cache`. */
  readonly cacheSize: number | null;
  readonly earlyData: EarlyData;
  /** Null: as the stack does by default. */
  readonly antiReplay: boolean | null;
  readonly tickets: number | null;
  readonly connections: number;
  /** CPUs for each side. */
  readonly threads: number;
  /** Arrivals per second; null in a closed loop. */
  readonly rate: number | null;
  /** Of the relay between the two; null: they speak directly. */
  readonly roundTripNs: number | null;
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
  (arm) => `TLS ${arm.version}`,
  (arm) => arm.group,
  (arm) => (arm.retry ? 'retry' : 'no retry'),
  (arm) => (arm.leaf === arm.issuers ? KEY_LABEL[arm.leaf] : `${KEY_LABEL[arm.leaf]}/${KEY_LABEL[arm.issuers]}`),
  (arm) => `d${arm.intermediates}`,
  (arm) => arm.session,
  (arm) => (arm.cacheSize === null ? 'no cache' : `k${arm.cacheSize}`),
  (arm) => ({ none: 'no 0-RTT', accepted: '0-RTT', rejected: '0-RTT rejected' })[arm.earlyData],
  (arm) => (arm.antiReplay === null ? 'default anti-replay' : arm.antiReplay ? 'anti-replay' : 'no anti-replay'),
  (arm) => (arm.tickets === null ? 'default tickets' : `${arm.tickets} tickets`),
  (arm) => `c${arm.connections}`,
  (arm) => `t${arm.threads}`,
  (arm) => (arm.rate === null ? 'closed' : `${arm.rate}/s`),
  (arm) => (arm.roundTripNs === null ? 'direct' : `${arm.roundTripNs / 1e6} ms`),
];

/**
 * A cache's size belongs to arms with a cache only, protection against replay to arms with early data, and early data to arms with a ticket of TLS 1.3
 * wherever the axis also says to go without. Without them, arms that differ in nothing else are one.
 */
function distinct(combinations: readonly Omit<Arm, 'id'>[]): Omit<Arm, 'id'>[] {
  const without = combinations.some(({ earlyData }) => earlyData === 'none');
  const plain = combinations.map((arm) => {
    const earlyData = without && (arm.session !== 'ticket' || arm.version !== '1.3') ? 'none' : arm.earlyData;
    return { ...arm, cacheSize: arm.session === 'cache' ? arm.cacheSize : null, earlyData, antiReplay: earlyData === 'none' ? null : arm.antiReplay };
  });
  return [...new Map(plain.map((arm) => [JSON.stringify(arm), arm])).values()];
}

function withIds(arms: readonly Omit<Arm, 'id'>[]): Arm[] {
  const varying = PARTS.filter((part) => new Set(arms.map(part)).size > 1);
  return arms.map((arm) => ({ ...arm, id: [`${arm.client}→${arm.server}`, ...varying.map((part) => part(arm))].join(' · ') }));
}

/** Whether either side speaks QUIC: then both must. */
export const overQuic = ({ client, server }: Pick<Arm, 'client' | 'server'>): boolean => [client, server].some((id) => id.startsWith('go-quic'));

/** Everything that an arm asks of a stack, as tokens of `offers`. */
const asks = (arm: Arm, role: 'client' | 'server', scenario: Scenario): string[] => [
  `role:${role}`,
  `tls:${arm.version}`,
  `group:${arm.group}`,
  ...(arm.retry ? ['retry'] : []),
  `session:${arm.session}`,
  // The leaf's and the issuers' signatures are made by the engine; the stack must read them on either side.
  ...new Set([`key:${arm.leaf}`, `key:${arm.issuers}`]),
  ...((role === 'client' ? scenario.alpn.offer : scenario.alpn.serve).length > 0 ? ['alpn'] : []),
  ...(arm.earlyData === 'none' ? [] : ['earlyData']),
  ...(role === 'server' && arm.antiReplay !== null ? [`antiReplay:${arm.antiReplay ? 'on' : 'off'}`] : []),
  ...(role === 'server' && arm.tickets !== null ? ['tickets'] : []),
  ...(scenario.exchange === 'none' ? [] : ['exchange']),
  ...(scenario.certificates.mutual ? ['mtls'] : []),
  ...(arm.connections > 1 ? ['connections'] : []),
  ...(arm.threads > 1 ? ['threads'] : []),
  ...(arm.rate !== null && role === 'client' ? ['loop:open'] : []),
  // A relay stands for TCP's own handshake with a byte of its own; QUIC has no such handshake.
  ...(arm.roundTripNs !== null && role === 'client' && !overQuic(arm) ? ['preamble'] : []),
  ...(overQuic(arm) ? ['transport:quic'] : []),
  ...(role === 'client' && externalFamilyOf(arm.server) !== null ? ['closes:client'] : []),
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

/** What no stack could do, whatever it offers; null where nothing stands against the arm. */
function impossible(arm: Arm, scenario: Scenario): { reason: string; source: string } | null {
  const rfc = (section: string): string => `https://www.rfc-editor.org/rfc/rfc8446#section-${section}`;
  if (arm.version === '1.2' && GROUP_FACTS[arm.group].name.includes('MLKEM')) return { reason: `${GROUP_FACTS[arm.group].name} is a group of TLS 1.3`, source: 'https://datatracker.ietf.org/doc/draft-ietf-tls-ecdhe-mlkem/' };
  if (arm.version === '1.2' && arm.retry) return { reason: 'a HelloRetryRequest is a message of TLS 1.3', source: rfc('4.1.4') };
  const { fault } = scenario.network;
  if (arm.version === '1.2' && fault !== 'none' && (fault.at === 'server flight' || fault.at === 'Finished')) return { reason: `network.fault.at is ${fault.at}, which the relay can find in TLS 1.3 only: there these records are of a type of their own`, source: rfc('5.2') };
  if (fault !== 'none' && overQuic(arm)) return { reason: 'network.fault: messages of QUIC cannot be told apart from outside', source: 'https://www.rfc-editor.org/rfc/rfc9001#section-5' };
  if (arm.earlyData === 'none') return null;
  if (arm.version !== '1.3' || arm.session !== 'ticket') return { reason: 'early data needs TLS 1.3 and a ticket (session.resumption: ticket)', source: rfc('2.3') };
  if (arm.retry) return { reason: 'a server that sends a HelloRetryRequest must reject early data', source: rfc('4.2.10') };
  if (scenario.exchange === 'none') return { reason: 'early data is a request; give the scenario an exchange', source: rfc('2.3') };
  return null;
}

export function armsOf(scenario: Scenario, stacks: readonly StackInfo[]): Arms {
  const combinations = product({
    client: stacksNamed(scenario.stacks.client, stacks),
    server: stacksNamed(scenario.stacks.server, stacks),
    version: scenario.tls.map((version) => String(version) as TlsVersion),
    group: scenario.keyExchange.groups,
    retry: scenario.keyExchange.retry,
    leaf: scenario.certificates.leaf,
    issuers: scenario.certificates.issuers,
    intermediates: scenario.certificates.intermediates,
    session: scenario.session.resumption,
    cacheSize: scenario.session.cacheSize,
    earlyData: scenario.session.earlyData,
    antiReplay: scenario.session.antiReplay.map((choice) => (choice === 'default' ? null : choice === 'on')),
    tickets: scenario.session.tickets.map((count) => (count === 'default' ? null : count)),
    connections: scenario.load.connections,
    threads: scenario.load.threads,
    rate: scenario.load.loop === 'open' ? scenario.load.rate : [null],
    roundTripNs: scenario.network.roundTrip.map(roundTripNs),
    twinOf: [null],
    knobs: [NO_KNOBS],
  });
  const run: Arm[] = [];
  const refused: RefusedArm[] = [];
  for (const arm of withIds(distinct(combinations))) {
    const why = impossible(arm, scenario) ?? refusal(arm.client, 'client', arm, scenario, stacks) ?? refusal(arm.server, 'server', arm, scenario, stacks);
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

/**
 * All that an arm's times depend on, as one text: its own values and what the scenario gives to every arm. Two arms of two runs are the same
 * where this is; their names are not enough, since a name leaves out what all arms of a run share.
 */
export function settingOf(of: Arm, { exchange, certificates: { names, mutual }, alpn, network: { bitsPerSecond, fault }, session, load }: Scenario): string {
  const { id: _, twinOf: __, knobs, ...arm } = of;
  const cache = arm.session === 'cache' ? [session.names, session.zipf] : null;
  return JSON.stringify([Object.entries(arm).sort(([a], [b]) => (a < b ? -1 : 1)), knobs.delayNs, knobs.hooks, exchange, names, mutual, alpn, bitsPerSecond, fault, cache, arm.rate === null ? null : load.arrivals]);
}

/** Ids of the stacks that a name stands for here: `go` the newest found, `go*` every version. */
export const stacksNamed = (names: readonly string[], stacks: readonly StackInfo[]): string[] => [...new Set(names.flatMap((name) => matching(name, stacks)))];
