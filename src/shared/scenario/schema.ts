/** The scenario document (`.hslab.yaml`): what to measure. docs/scenario.md shows one with every field. */
import { z } from 'zod';
import { Observation } from '../protocol/messages.ts';
import { EXTERNAL_SERVERS } from '../servers.ts';
import { EARLY_DATA, FAULT_ACTIONS, FAULT_PLACES, GROUPS, KEY_TYPES, MAX_INTERMEDIATES, SESSIONS } from '../tls.ts';

export const SCENARIO_FORMAT = 1;

/** An axis: one value or a list of them; a list is a sweep. Always a list after parsing. */
const axis = <T extends z.ZodType>(value: T) =>
  z
    .union([value, z.array(value)], { error: (issue) => expected(value, issue.input) })
    .transform((given): z.output<T>[] => (Array.isArray(given) ? given : [given]) as z.output<T>[])
    .refine((values) => values.length > 0, { message: 'holds no value; give at least one' })
    .refine((values) => new Set(values).size === values.length, { message: 'holds a value twice; give each once' });

const WORDS: Readonly<Record<string, string>> = { string: 'a text', boolean: 'true or false', array: 'a list', number: 'a number', int: 'a whole number' };

/** What a schema without words of its own says: the value and what to put, as the others do. */
const plainly: z.core.$ZodErrorMap = (issue) => {
  const given = `${JSON.stringify(issue.input)} is not allowed here`;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'object') return 'is no group of fields; give its fields or remove it';
      return issue.input === undefined ? `is missing; give ${WORDS[issue.expected] ?? issue.expected}` : `${given}; give ${WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'array' ? 'holds no value; give at least one' : issue.origin === 'string' ? `${given}; give a text` : `${given}; give ${issue.minimum} or more`;
    case 'too_big':
      return `${given}; give ${issue.maximum} or less`;
    case 'invalid_value':
      return `${given}; give one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return issue.errors[0]?.[0]?.message;
    default:
      return undefined;
  }
};

/** Zod's union errors name no choice, so the axis says itself which value is wrong and what is allowed. */
function expected(value: z.ZodType, input: unknown): string | undefined {
  const wrong = (Array.isArray(input) ? input : [input]).find((one) => !value.safeParse(one).success);
  const choices = value instanceof z.ZodEnum ? `one of ${value.options.join(', ')}` : undefined;
  const issue = value.safeParse(wrong, { error: plainly }).error?.issues[0];
  if (wrong === undefined) return choices ? `is missing; give ${choices}` : 'is missing';
  return choices ? `${JSON.stringify(wrong)} is not allowed here; give ${choices}` : issue?.message;
}

/** A whole number in a range; says the value and the range. */
const wholeNumber = (from: number, to: number) => {
  const error = (issue: { input?: unknown }): string => `${JSON.stringify(issue.input)} is not allowed here; give a whole number from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `20s` → 20 000. Throws on anything else; the schema has checked it before. */
export function durationMs(text: string): number {
  const found = DURATION.exec(text.trim());
  if (!found) throw new RangeError(`"${text}" is no duration; write for example 500ms, 20s or 5m`);
  return Number(found[1]) * (UNIT_MS[found[2] as string] as number);
}

const noDuration = (issue: { input?: unknown }): string => `${JSON.stringify(issue.input)} is no duration between 100ms and 24h; write for example 20s or 5m`;
const Duration = z.string({ error: noDuration }).refine((text) => DURATION.test(text.trim()) && durationMs(text) >= 100 && durationMs(text) <= 24 * 3_600_000, { error: noDuration });

const ROUND_TRIP = /^(\d+(?:\.\d+)?)\s*(us|µs|ms|s)$/;
const ROUND_TRIP_UNIT_NS: Readonly<Record<string, number>> = { us: 1e3, 'µs': 1e3, ms: 1e6, s: 1e9 };
/** Over this a worker's own limit of 5 s for a handshake is near. */
const LONGEST_ROUND_TRIP_NS = 1e9;

/** `35ms` → 35 000 000; null for `none`: no relay between the two. The schema has checked it before. */
export function roundTripNs(text: string): number | null {
  const found = ROUND_TRIP.exec(text.trim());
  return found ? Number(found[1]) * (ROUND_TRIP_UNIT_NS[found[2] as string] as number) : null;
}

const RoundTrip = z.string({ error: (issue) => `${JSON.stringify(issue.input)} is no round trip; give none, or 0ms to 1s, for example 35ms` }).refine((text) => text === 'none' || (roundTripNs(text) ?? Infinity) <= LONGEST_ROUND_TRIP_NS, {
  error: (issue) => `${JSON.stringify(issue.input)} is no round trip; give none, or 0ms to 1s, for example 35ms`,
});

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;
export const percent = (text: string): number => Number(PERCENT.exec(text.trim())?.[1] ?? NaN);
const noPercent = (issue: { input?: unknown }): string => `${JSON.stringify(issue.input)} is no precision between 0.1% and 50%; write for example 1%`;
const Percent = z.string({ error: noPercent }).refine((text) => percent(text) >= 0.1 && percent(text) <= 50, { error: noPercent });

/** `go` (the newest found), `go1.27` (that one), `go*` (every version known), `dotnet10-openssl3.5` (one on another library). */
export const StackName = z.string().regex(/^[a-z][a-z-]*([0-9.]*(-[a-z]+[0-9.]+)?|\*)$/, { error: (issue) => `${JSON.stringify(issue.input)} is no stack name; write for example go, go1.27, go* or dotnet10` });

const AlpnName = z.string().min(1, 'an ALPN name has 1 to 255 bytes').max(255, 'an ALPN name has 1 to 255 bytes');
const MAX_RATE = 100_000;
const perSecond = (issue: { input?: unknown }): string => `${JSON.stringify(issue.input)} is no rate; give handshakes per second from 1 to ${MAX_RATE}`;
const Rate = z.number({ error: perSecond }).min(1, { error: perSecond }).max(MAX_RATE, { error: perSecond });

/** Rates of equal ratio from one to the other, to three digits. */
export const sweptRates = ({ from, to, steps }: { from: number; to: number; steps: number }): number[] => [
  ...new Set(Array.from({ length: steps }, (_, step) => Number((from * (to / from) ** (step / (steps - 1))).toPrecision(3)))),
];

/** Arrivals per second of an open loop: one, a list, or a sweep. Always a list after parsing; empty in a closed loop. */
const Rates = z
  .union(
    [Rate, z.array(Rate).max(64, 'holds more than 64 rates'), z.strictObject({ from: Rate, to: Rate, steps: wholeNumber(2, 64) })],
    { error: (issue) => `${JSON.stringify(issue.input)} is no rate; give handshakes per second from 1 to ${MAX_RATE}, a list of them, or {from: 100, to: 2000, steps: 8}` },
  )
  .transform((given): number[] => (typeof given === 'number' ? [given] : Array.isArray(given) ? given : sweptRates(given)))
  .refine((values) => new Set(values).size === values.length, { message: 'holds a value twice; give each once' });

const CpuList = z.array(z.number().int().nonnegative());

export const Length = z.union(
  [
    z.strictObject({ for: Duration }),
    z.strictObject({ handshakes: z.number().int().min(1).max(100_000_000) }),
    z.strictObject({ until: Percent, atMost: Duration.default('60s') }),
  ],
  { error: (issue) => `${JSON.stringify(issue.input)} is no length; give one of {for: 20s}, {handshakes: 1000} (per arm) or {until: 1%, atMost: 60s}` },
);

export const Scenario = z.strictObject({
  format: z.literal(SCENARIO_FORMAT, { error: (issue) => `${JSON.stringify(issue.input)} is no format this version reads; give ${SCENARIO_FORMAT}` }).default(SCENARIO_FORMAT),
  name: z.string().min(1).max(200).default('Untitled'),
  stacks: z.strictObject({ client: axis(StackName), server: axis(StackName) }),
  tls: axis(z.literal([1.2, 1.3], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give 1.2 or 1.3` })).default([1.3]),
  certificates: z
    .strictObject({
      intermediates: axis(wholeNumber(0, MAX_INTERMEDIATES)).default([1]),
      leaf: axis(z.enum(KEY_TYPES)).default(['ecdsa-p256']),
      issuers: axis(z.enum(KEY_TYPES)).default(['ecdsa-p256']),
      names: wholeNumber(0, 100).default(0),
      /** The client shows a certificate of the same kind too. */
      mutual: z.boolean({ error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give true or false` }).default(false),
    })
    .prefault({}),
  keyExchange: z.strictObject({ groups: axis(z.enum(GROUPS)).default(['x25519']), retry: axis(z.boolean()).default([false]) }).prefault({}),
  session: z
    .strictObject({
      resumption: axis(z.enum(SESSIONS)).default(['full']),
      /** Sessions that a client keeps, with `cache`. */
      cacheSize: axis(wholeNumber(1, 10_000)).default([64]),
      /** Server names that a client with a cache asks for, and how unevenly: the exponent of Zipf's law, 0 is even. */
      names: wholeNumber(1, 10_000).default(100),
      zipf: z.number({ error: (issue) => `${JSON.stringify(issue.input)} is no exponent; give 0 to 4` }).min(0).max(4).default(1),
      /** 0-RTT (RFC 8446, 2.3): the request travels with the ClientHello. */
      earlyData: axis(z.enum(EARLY_DATA)).default(['none']),
      /** A server's protection against the same early data twice. */
      antiReplay: axis(z.enum(['default', 'on', 'off'])).default(['default']),
      /** Tickets that a server sends per connection. */
      tickets: axis(z.union([z.literal('default'), wholeNumber(0, 64)], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give default or a number from 0 to 64` })).default(['default']),
    })
    .prefault({}),
  /** After the handshake a request and its answer; the figures are then times to the first byte of the answer, from the connect on. */
  exchange: z.union([z.literal('none'), z.strictObject({ requestBytes: wholeNumber(1, 16_000).default(100), responseBytes: wholeNumber(1, 1_000_000).default(1000) })], {
    error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give none or {requestBytes: 100, responseBytes: 1000}`,
  }).default('none'),
  /** Servers that are not ours, each by its recipe or by a person's own configuration file. */
  servers: z.partialRecord(z.enum(EXTERNAL_SERVERS), z.strictObject({ config: z.string().min(1) }), { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give for example {nginx: {config: /home/me/nginx.conf}}` }).default({}),
  alpn: z.strictObject({ offer: z.array(AlpnName).default([]), serve: z.array(AlpnName).default([]) }).prefault({}),
  load: z
    .strictObject({
      /** `closed`: a lane starts the next handshake when the last is over · `open`: handshakes arrive at a rate, whatever the server does. */
      loop: z.enum(['closed', 'open'], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give closed or open` }).default('closed'),
      rate: Rates.default([]),
      arrivals: z.enum(['constant', 'poisson'], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give constant or poisson` }).default('poisson'),
      /** Handshakes under way at a time; in an open loop the most at a time. */
      connections: axis(wholeNumber(1, 256)).default([1]),
      /** CPUs for each side. */
      threads: axis(wholeNumber(1, 64)).default([1]),
      block: z.union([z.literal('auto'), z.number().int().min(1).max(10_000)], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give auto or a number of handshakes from 1 to 10000` }).default('auto'),
    })
    .refine(({ loop, rate }) => (loop === 'open') === rate.length > 0, {
      path: ['rate'],
      error: (issue) => ((issue.input as { loop?: unknown } | undefined)?.loop === 'open' ? 'is missing; an open loop needs a rate, handshakes per second' : 'belongs to an open loop; set load.loop to open or remove it'),
    })
    .prefault({}),
  /** A relay between the two makes a network of the loopback interface. */
  network: z
    .strictObject({
      /** `none`: no relay · `0ms`: the relay without delay, to compare the others with. Half of it is each direction's. */
      roundTrip: axis(RoundTrip).default(['none']),
      /** Of each direction of each connection. */
      bitsPerSecond: z.union([z.literal('none'), wholeNumber(10_000, 10_000_000_000)], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give none or bits per second from 10000 to 10000000000` }).default('none'),
      /** Every so many connections break at a message: both are reset, or nothing more comes from that side. */
      fault: z.union([z.literal('none'), z.strictObject({ at: z.enum(FAULT_PLACES), action: z.enum(FAULT_ACTIONS), every: wholeNumber(1, 1000).default(10) })], {
        error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give none or {at: ServerHello, action: reset, every: 10}; at is one of ${FAULT_PLACES.join(', ')}, action one of ${FAULT_ACTIONS.join(', ')}`,
      }).default('none'),
    })
    .refine(({ roundTrip, bitsPerSecond, fault }) => !roundTrip.includes('none') || (bitsPerSecond === 'none' && fault === 'none'), {
      path: ['roundTrip'],
      error: () => 'must not be none where bitsPerSecond or fault is set: they need the relay; give 0ms or more',
    })
    .prefault({}),
  length: Length.default({ for: '20s' }),
  cpus: z.union([z.literal('auto'), z.strictObject({ server: CpuList.min(1), client: CpuList.min(1), reserve: CpuList.default([]) })], {
    error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give auto or {server: [2], client: [3]}`,
  }).default('auto'),
  // Arms stand on timing: without it there is nothing to say of them, so it is always among what is observed.
  observe: z.array(Observation).min(1).overwrite((asked) => (asked.includes('timing') ? asked : ['timing', ...asked])).default(['timing', 'allocations']),
  /** The same arm once more, in processes of its own: how far apart two equal things come out. */
  noiseFloor: z.enum(['reference', 'every', 'none'], { error: (issue) => `${JSON.stringify(issue.input)} is not allowed here; give reference, every or none` }).default('reference'),
  /** Rounds that the machine disturbed are measured again, up to this share of the run's time. */
  repeatNoisy: Percent.or(z.literal('0%')).default('25%'),
  /** Close with a few long blocks an arm, which must agree with the short ones. */
  longBlocks: z.boolean().default(true),
  /** Connections held idle after the measuring, to see what each costs; 0: none. */
  idle: wholeNumber(0, 20_000).default(0),
  /** Compare with openssl s_time and with packet timestamps in rounds of their own. */
  crossCheck: z.boolean().default(false),
  scheduling: z.strictObject({ priority: z.enum(['normal', 'high', 'realtime']).default('normal'), isolate: z.boolean().default(false) }).prefault({}),
  seed: wholeNumber(0, 2 ** 32 - 1).optional(),
});
/** A parsed scenario: every field present, every axis a list. */
export type Scenario = z.output<typeof Scenario>;
/** What a person may write. */
export type ScenarioInput = z.input<typeof Scenario>;

/** One thing wrong with a scenario: where, and what to put. */
export interface ScenarioProblem {
  /** Dotted path of the field, such as `keyExchange.groups`. */
  readonly field: string;
  readonly message: string;
}

export function parseScenario(raw: unknown): { ok: true; scenario: Scenario } | { ok: false; problems: ScenarioProblem[] } {
  const parsed = Scenario.safeParse(raw, { error: plainly });
  if (parsed.success) return { ok: true, scenario: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => ({
      field: issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]].join('.') : issue.path.join('.') || 'scenario',
      message: issue.code === 'unrecognized_keys' ? 'is no field of a scenario; remove it or check its spelling' : issue.message,
    })),
  };
}
