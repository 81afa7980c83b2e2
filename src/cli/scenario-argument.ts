/** The scenario that a command names, with what its options change. */
import { existsSync, readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { findSample, SAMPLES } from '../engine/library/samples.ts';
import { LabError } from '../engine/index.ts';
import { parseScenario, type Scenario, type ScenarioProblem } from '../shared/scenario/schema.ts';
import { parseScenarioText, toInput } from '../shared/scenario/yaml.ts';

export interface Changes {
  readonly set: readonly string[];
  readonly for?: string;
  readonly seed?: number;
}

/** Fields that are lists by nature, so that one value still makes a list. */
const LISTS = new Set(['alpn.offer', 'alpn.serve', 'observe', 'cpus.server', 'cpus.client', 'cpus.reserve']);

const AXES = [
  'name', 'tls', 'stacks.client', 'stacks.server', 'certificates.intermediates', 'certificates.leaf', 'certificates.issuers', 'certificates.names', 'certificates.mutual',
  'keyExchange.groups', 'keyExchange.retry', 'session.resumption', 'session.cacheSize', 'session.names', 'session.zipf', 'session.earlyData', 'session.antiReplay', 'session.tickets', 'exchange', 'network.roundTrip', 'network.bitsPerSecond', 'network.fault', 'alpn.offer', 'alpn.serve', 'load.connections', 'load.block',
  'idle', 'length', 'cpus', 'cpus.server', 'cpus.client', 'cpus.reserve', 'observe', 'seed',
];

/** `groups` is enough where one axis ends so; stacks come before CPUs (`client`). */
const fullName = (axis: string): string => AXES.find((known) => known === axis) ?? AXES.find((known) => known.endsWith(`.${axis}`)) ?? axis;

function valueOf(axis: string, text: string): unknown {
  const yaml = (part: string): unknown => {
    try {
      return parse(part);
    } catch (error) {
      if (error instanceof YAMLParseError) throw new LabError('bad-scenario', `--set ${axis}=${text}: ${error.message.split('\n')[0]}`);
      throw error;
    }
  };
  if (/^[[{]/.test(text)) return yaml(text);
  const values = text.split(',').map(yaml);
  return values.length > 1 || LISTS.has(axis) ? values : values[0];
}

function setPath(document: Record<string, unknown>, path: string, value: unknown): void {
  const parts = path.split('.');
  let at = document;
  for (const part of parts.slice(0, -1)) {
    const next = at[part];
    at = (typeof next === 'object' && next !== null ? next : (at[part] = {})) as Record<string, unknown>;
  }
  at[parts.at(-1) as string] = value;
}

const problemsText = (where: string, problems: readonly (ScenarioProblem & { line?: number | null })[]): string =>
  [`${where} is no valid scenario:`, ...problems.map(({ field, message, line }) => `  ${field}${line ? ` (line ${line})` : ''}: ${message}`)].join('\n');

function read(name: string): Scenario {
  const sample = findSample(name);
  if (sample) return sample.scenario;
  if (!existsSync(name)) {
    throw new LabError('bad-scenario', `"${name}" is neither a file nor a sample; samples are ${SAMPLES.map(({ id }) => id).join(', ')}`);
  }
  const parsed = parseScenarioText(readFileSync(name, 'utf8'));
  if (!parsed.ok) throw new LabError('bad-scenario', problemsText(name, parsed.problems));
  return parsed.scenario;
}

export function scenarioFrom(name: string, changes: Changes): Scenario {
  const document = structuredClone(toInput(read(name))) as Record<string, unknown>;
  for (const change of changes.set) {
    const [, axis, text] = /^([A-Za-z.]+)=(.*)$/s.exec(change) ?? [];
    if (axis === undefined || text === undefined) throw new LabError('bad-scenario', `--set ${change}: write axis=value, such as --set keyExchange.groups=x25519,p256`);
    const path = fullName(axis);
    setPath(document, path, valueOf(path, text));
  }
  if (changes.for !== undefined) document['length'] = { for: changes.for };
  if (changes.seed !== undefined) document['seed'] = changes.seed;
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new LabError('bad-scenario', problemsText(`${name} with these options`, parsed.problems));
  return parsed.scenario;
}
