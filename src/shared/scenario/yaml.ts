/** Scenario text ↔ scenario, with errors at their lines. */
import { isMap, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { parseScenario, type Scenario, type ScenarioInput, type ScenarioProblem } from './schema.ts';

export interface TextProblem extends ScenarioProblem {
  /** 1-based line in the text; null where the field is absent. */
  readonly line: number | null;
}

export type ParsedText = { ok: true; scenario: Scenario } | { ok: false; problems: TextProblem[] };

const MAX_TEXT = 256 * 1024;

function lineOf(document: Document, counter: LineCounter, field: string): number | null {
  const path = field.split('.');
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
    if (offset !== undefined) return counter.linePos(offset).line;
  }
  return null;
}

export function parseScenarioText(text: string): ParsedText {
  if (text.length > MAX_TEXT) return { ok: false, problems: [{ field: 'scenario', message: `the text is longer than ${MAX_TEXT} characters`, line: null }] };
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax) return { ok: false, problems: [{ field: 'YAML', message: syntax.message.split('\n')[0] ?? syntax.message, line: counter.linePos(syntax.pos[0]).line }] };
  if (!isMap(document.contents)) return { ok: false, problems: [{ field: 'scenario', message: 'is no map of fields', line: 1 }] };
  // A bound on aliases, so that a small hostile file cannot grow into a large one.
  const parsed = parseScenario(document.toJS({ maxAliasCount: 20 }));
  if (parsed.ok) return parsed;
  return { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, line: lineOf(document, counter, problem.field) })) };
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
