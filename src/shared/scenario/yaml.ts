/** Scenario text ↔ scenario, with errors at their places, and without losing a person's comments. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { parseScenario, type Scenario, type ScenarioInput, type ScenarioProblem } from './schema.ts';

export interface TextProblem extends ScenarioProblem {
  /** 1-based line in the text; null where the field is absent. */
  readonly line: number | null;
  /** From and to which character; null where the field is absent. */
  readonly range: readonly [from: number, to: number] | null;
}

export type ParsedText = { ok: true; scenario: Scenario } | { ok: false; problems: TextProblem[] };

const MAX_TEXT = 256 * 1024;
const MAX_PROBLEMS = 20;

/** Where a field stands: its value, or of a field that is none its name; failing that, the nearest group around it. */
function rangeOf(document: Document, field: string): readonly [number, number] | null {
  const path = field.split('.');
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) {
      if (length === path.length) return [range[0], range[1]];
      // Something is missing in a group: the group's name stands for it.
      const around: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
      const key = isMap(around) ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === path[length - 1])?.key : undefined;
      const keyRange = (key as { range?: [number, number, number] } | undefined)?.range;
      return keyRange ? [keyRange[0], keyRange[1]] : [range[0], range[1]];
    }
  }
  return null;
}

export function parseScenarioText(text: string): ParsedText {
  const whole = (field: string, message: string, line: number | null = null): ParsedText => ({ ok: false, problems: [{ field, message, line, range: null }] });
  if (text.length > MAX_TEXT) return whole('scenario', `the text is longer than ${MAX_TEXT} characters`);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.slice(0, MAX_PROBLEMS).map(({ message, pos }) => ({ field: 'YAML', message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message, line: counter.linePos(pos[0]).line, range: pos })) };
  }
  if (!isMap(document.contents)) return whole('scenario', 'is no map of fields', 1);
  let raw: unknown;
  try {
    // A bound on aliases, so that a small hostile file cannot grow into a large one.
    raw = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    return whole('YAML', error instanceof Error ? error.message : String(error));
  }
  const parsed = parseScenario(raw);
  if (parsed.ok) return parsed;
  return {
    ok: false,
    problems: parsed.problems.map((problem) => {
      const range = rangeOf(document, problem.field);
      return { ...problem, range, line: range ? counter.linePos(range[0]).line : null };
    }).sort((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0)),
  };
}

const one = <T>(values: readonly T[]): T | T[] => (values.length === 1 ? (values[0] as T) : [...values]);

/** The shortest document that parses to the same scenario's axes: single values stand alone. */
export function toInput(scenario: Scenario): ScenarioInput {
  return {
    format: scenario.format,
    name: scenario.name,
    stacks: { client: one(scenario.stacks.client), server: one(scenario.stacks.server) },
    tls: one(scenario.tls),
    certificates: {
      intermediates: one(scenario.certificates.intermediates),
      leaf: one(scenario.certificates.leaf),
      issuers: one(scenario.certificates.issuers),
      names: scenario.certificates.names,
      mutual: scenario.certificates.mutual,
    },
    keyExchange: { groups: one(scenario.keyExchange.groups), retry: one(scenario.keyExchange.retry) },
    session: {
      resumption: one(scenario.session.resumption),
      // What belongs to a cache is written where one is asked for.
      ...(scenario.session.resumption.includes('cache') ? { cacheSize: one(scenario.session.cacheSize), names: scenario.session.names, zipf: scenario.session.zipf } : {}),
      earlyData: one(scenario.session.earlyData),
      antiReplay: one(scenario.session.antiReplay),
      tickets: one(scenario.session.tickets),
    },
    exchange: scenario.exchange,
    alpn: scenario.alpn,
    load: {
      loop: scenario.load.loop,
      // Rates and arrivals belong to an open loop only.
      ...(scenario.load.loop === 'open' ? { rate: one(scenario.load.rate), arrivals: scenario.load.arrivals } : {}),
      connections: one(scenario.load.connections),
      threads: one(scenario.load.threads),
      block: scenario.load.block,
    },
    servers: scenario.servers,
    network: { ...scenario.network, roundTrip: one(scenario.network.roundTrip) },
    length: scenario.length,
    cpus: scenario.cpus,
    observe: scenario.observe,
    noiseFloor: scenario.noiseFloor,
    repeatNoisy: scenario.repeatNoisy,
    longBlocks: scenario.longBlocks,
    idle: scenario.idle,
    crossCheck: scenario.crossCheck,
    scheduling: scenario.scheduling,
    ...(scenario.seed === undefined ? {} : { seed: scenario.seed }),
  };
}

export const toScenarioText = (scenario: Scenario): string => stringify(toInput(scenario), { flowCollectionPadding: true });

interface Change {
  readonly path: readonly string[];
  /** Undefined: the field is gone. */
  readonly value: unknown;
}
const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function changesBetween(before: unknown, after: unknown, path: readonly string[] = []): Change[] {
  if (isPlain(before) && isPlain(after)) return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  return same(before, after) ? [] : [{ path, value: after }];
}

/** Sets one field of a text, with as much of what stands there as the new value has a place for: a list's items keep their comments, and so does a value. */
function put(document: Document, { path, value }: Change): void {
  if (value === undefined) {
    document.deleteIn(path);
    return;
  }
  const node: unknown = document.getIn(path, true);
  if (isSeq(node)) {
    const wanted = Array.isArray(value) ? value : [value];
    node.items = wanted.map((one: unknown) => node.items.find((item) => isScalar(item) && item.value === one) ?? document.createNode(one));
    return;
  }
  if (isScalar(node) && !isPlain(value) && !Array.isArray(value)) {
    node.value = value;
    // A number that was written as 0x10 or 1e3 is another one now.
    delete node.format;
    return;
  }
  const made = document.createNode(value);
  const comment = isScalar(node) ? node.comment : undefined;
  if (comment) {
    made.comment = comment;
    (made as { flow?: boolean }).flow = true;
  }
  document.setIn(path, made);
}

/**
 * A person's text, changed to say another scenario; its comments, order and layout stay where they can.
 * `kept` false: the text had to be written anew, and its comments are gone.
 */
export function textSaying(scenario: Scenario, text: string): { readonly text: string; readonly kept: boolean } {
  const anew = { text: toScenarioText(scenario), kept: false };
  const before = parseScenarioText(text);
  if (!before.ok) return anew;
  if (same(before.scenario, scenario)) return { text, kept: true };
  const document = parseDocument(text);
  try {
    for (const change of changesBetween(toInput(before.scenario), toInput(scenario))) put(document, change);
  } catch {
    // A group that the text has as an alias cannot be changed in one of its places.
    return anew;
  }
  const changed = document.toString({ flowCollectionPadding: true, lineWidth: 0 });
  const after = parseScenarioText(changed);
  return after.ok && same(after.scenario, scenario) ? { text: changed, kept: true } : anew;
}
