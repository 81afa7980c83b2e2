/**
 * The Firefox Profiler's processed profile format; newer front ends bring this version up to theirs.
 * https://github.com/firefox-devtools/profiler/blob/main/docs-developer/CHANGELOG-formats.md
 */
import type { CallTree } from '../../shared/profile/call-tree.ts';
import { PHASES, type PhaseId } from '../../shared/phases/tree.ts';
import type { ArmResult, FlameMessage, ResultDocument } from '../../shared/result/document.ts';
import { armProfiles, KIND_TITLES } from './call-trees.ts';
import { jsonList, type ExportSource, type Piece } from './piece.ts';
import { allocationViews, CAVEATS, drawnArms, leaves, SIDES, sideName, timeViews, type Strip } from './strips.ts';

const PROCESSED_VERSION = 61;
/** Of the format that Firefox itself writes, to which the processed one belongs. */
const GECKO_VERSION = 33;
const MS = 1e-6;
/** What a sample stands for where the next does not say: 1 µs, in ms. */
const INTERVAL_MS = 0.001;

const CATEGORIES = [
  { name: 'Other', color: 'grey', subcategories: ['Other'] },
  { name: 'Work', color: 'blue', subcategories: ['Other'] },
  { name: 'Waiting', color: 'yellow', subcategories: ['Other'] },
  { name: 'Scheduling', color: 'orange', subcategories: ['Other'] },
  { name: 'Call stack', color: 'green', subcategories: ['Other'] },
] as const;
const OTHER = 0;
const CALL_STACK = 4;
const CATEGORY_OF = { group: OTHER, work: 1, wait: 2, wakeup: 3 } as const;
const categoryOf = (id: PhaseId): number => CATEGORY_OF[PHASES[id].kind];

const MESSAGE_SCHEMA = {
  name: 'TLSMessage', tooltipLabel: '{marker.name}', tableLabel: '{marker.name} from {marker.data.from}', chartLabel: '{marker.name}', display: ['marker-chart', 'marker-table', 'timeline-overview'],
  description: 'A TLS message, from the write call of one side to the read call of the other.',
  fields: [{ key: 'from', label: 'Written by', format: 'string' }, { key: 'bytes', label: 'Size', format: 'bytes' }],
} as const;

/** The tables that all threads share: texts, functions, frames, stacks. They stand at the file's end. */
class Shared {
  readonly #strings: string[] = [];
  readonly #stringAt = new Map<string, number>();
  readonly #functions: { name: number; source: number | null }[] = [];
  readonly #frames: { func: number; category: number }[] = [];
  readonly #frameAt = new Map<string, number>();
  readonly #stacks: { frame: number; prefix: number | null }[] = [];
  readonly #stackAt = new Map<string, number>();
  readonly #sources: number[] = [];
  readonly #sourceAt = new Map<string, number>();

  text(value: string): number {
    const known = this.#stringAt.get(value);
    if (known !== undefined) return known;
    this.#stringAt.set(value, this.#strings.length);
    return this.#strings.push(value) - 1;
  }

  #source(file: string): number {
    const known = this.#sourceAt.get(file);
    if (known !== undefined) return known;
    this.#sourceAt.set(file, this.#sources.length);
    return this.#sources.push(this.text(file)) - 1;
  }

  frame(name: string, file: string | null, category: number): number {
    const key = `${category}\0${name}\0${file ?? ''}`;
    const known = this.#frameAt.get(key);
    if (known !== undefined) return known;
    const func = this.#functions.push({ name: this.text(name), source: file === null ? null : this.#source(file) }) - 1;
    this.#frameAt.set(key, this.#frames.length);
    return this.#frames.push({ func, category }) - 1;
  }

  /** `frames`: outermost first. */
  stack(frames: readonly number[]): number | null {
    let prefix: number | null = null;
    for (const frame of frames) {
      const key = `${prefix ?? ''} ${frame}`;
      const known = this.#stackAt.get(key);
      if (known === undefined) this.#stackAt.set(key, this.#stacks.length);
      prefix = known ?? this.#stacks.push({ frame, prefix }) - 1;
    }
    return prefix;
  }

  table(): object {
    const [stacks, frames, functions, sources] = [this.#stacks, this.#frames, this.#functions, this.#sources];
    const all = <T>(rows: readonly unknown[], value: T): T[] => rows.map(() => value);
    return {
      stackTable: { frame: stacks.map(({ frame }) => frame), prefix: stacks.map(({ prefix }) => prefix), length: stacks.length },
      frameTable: {
        address: all(frames, -1), inlineDepth: all(frames, 0), category: frames.map(({ category }) => category), subcategory: all(frames, 0), func: frames.map(({ func }) => func),
        nativeSymbol: all(frames, null), innerWindowID: all(frames, 0), line: all(frames, null), column: all(frames, null), length: frames.length,
      },
      funcTable: {
        name: functions.map(({ name }) => name), isJS: all(functions, false), relevantForJS: all(functions, false), resource: all(functions, -1), source: functions.map(({ source }) => source),
        lineNumber: all(functions, null), columnNumber: all(functions, null), length: functions.length,
      },
      resourceTable: { lib: [], name: [], host: [], type: [], length: 0 },
      nativeSymbols: { libIndex: [], address: [], name: [], functionSize: [], length: 0 },
      sources: { id: all(sources, null), filename: sources, startLine: all(sources, 1), startColumn: all(sources, 1), sourceMapURL: all(sources, null), length: sources.length },
      stringArray: this.#strings,
    };
  }
}

interface Samples {
  readonly weightType: 'tracing-ms' | 'bytes' | 'samples';
  readonly rows: readonly { readonly timeMs: number; readonly stack: number | null; readonly weight: number }[];
}

/** A strip's leaves; where time lies free between them, and at the end, nothing runs. */
function stripSamples(strip: Strip, shared: Shared, zeroNs: number): Samples {
  const found = leaves(strip);
  const stackOf = ({ stack }: (typeof found)[number]): number | null => shared.stack(stack.map(({ id, name }) => shared.frame(name, id, categoryOf(id))));
  // Bytes and objects have no instants: they stand one after another.
  if (strip.weight !== 'time') return { weightType: strip.weight === 'bytes' ? 'bytes' : 'samples', rows: found.map((leaf, index) => ({ timeMs: index * INTERVAL_MS, stack: stackOf(leaf), weight: leaf.amount })) };
  const at = (ns: number): number => (ns - zeroNs) * MS;
  const rows = found.flatMap((leaf, index) => {
    const to = leaf.from + leaf.amount;
    const next = found[index + 1];
    const free = next === undefined || next.from > to ? [{ timeMs: at(to), stack: null, weight: 0 }] : [];
    return [{ timeMs: at(leaf.from), stack: stackOf(leaf), weight: leaf.amount * MS }, ...free];
  });
  return { weightType: 'tracing-ms', rows };
}

const TREE_WEIGHTS = { ns: 'tracing-ms', samples: 'samples', bytes: 'bytes', objects: 'samples' } as const;

function treeSamples(tree: CallTree, shared: Shared): Samples {
  const frames = tree.frames.map(({ name, file }) => shared.frame(name, file, CALL_STACK));
  const factor = tree.unit === 'ns' ? MS : 1;
  // Profiles tell no order, and seconds of them would leave a handshake of a millisecond no place on the axis that all threads share: the weights say what they are worth.
  const rows = tree.stacks.map(({ frames: own, value }, index) => ({ timeMs: index * INTERVAL_MS, stack: shared.stack(own.map((frame) => frames[frame] as number)), weight: value * factor }));
  return { weightType: TREE_WEIGHTS[tree.unit], rows };
}

/** Phases of the marker format: an instant, or an interval with both ends. */
const [INSTANT, INTERVAL] = [0, 1];

function markersOf(messages: readonly FlameMessage[], shared: Shared, zeroNs: number): object {
  const at = (ns: number): number => (ns - zeroNs) * MS;
  return {
    data: messages.map(({ from, bytes }) => ({ type: MESSAGE_SCHEMA.name, from, ...(bytes === null ? {} : { bytes }) })),
    name: messages.map(({ name }) => shared.text(name)),
    startTime: messages.map(({ sentNs }) => at(sentNs)),
    endTime: messages.map(({ sentNs, receivedNs }) => (receivedNs === null ? null : at(Math.max(sentNs, receivedNs)))),
    phase: messages.map(({ receivedNs }) => (receivedNs === null ? INSTANT : INTERVAL)),
    category: messages.map(() => OTHER),
    length: messages.length,
  };
}

interface ThreadFacts {
  readonly name: string;
  readonly process: string;
  readonly pid: string;
  readonly tid: number;
  readonly main: boolean;
}

const threadOf = ({ name, process, pid, tid, main }: ThreadFacts, { weightType, rows }: Samples, markers: object): object => ({
  processType: main ? 'default' : 'tab', processStartupTime: 0, processShutdownTime: null, registerTime: 0, unregisterTime: null, pausedRanges: [], showMarkersInTimeline: true,
  name, processName: process, isMainThread: main, pid, tid,
  samples: { stack: rows.map(({ stack }) => stack), time: rows.map(({ timeMs }) => timeMs), weight: rows.map(({ weight }) => weight), weightType, length: rows.length },
  markers,
});

const earliestOf = (arms: readonly ArmResult[]): number =>
  Math.min(0, ...arms.flatMap((arm) => timeViews(arm).flatMap(({ strips, messages }) => [...strips.flatMap(({ bars }) => bars.map(({ from }) => from)), ...messages.map(({ sentNs }) => sentNs)])));

const metaOf = ({ run, machine }: ResultDocument, arms: readonly ArmResult[]): object => ({
  interval: INTERVAL_MS, startTime: new Date(run.createdAt).getTime(), processType: 0, product: 'Handshake Lab', importedFrom: `Handshake Lab ${run.appVersion}`, stackwalk: 0, debug: false,
  version: GECKO_VERSION, preprocessedProfileVersion: PROCESSED_VERSION, categories: CATEGORIES, markerSchema: [MESSAGE_SCHEMA], symbolicated: true, symbolicationNotSupported: true,
  usesOnlyOneStackType: true, sourceCodeIsNotOnSearchfox: true, keepProfileThreadOrder: true, initialSelectedThreads: [0], arguments: run.name, oscpu: machine.os, CPUName: machine.cpu, physicalCPUs: machine.cores, logicalCPUs: machine.cpus, mainMemory: machine.memoryBytes,
  extra: [{ label: 'Handshake Lab', entries: [
    { label: 'Run', format: 'string', value: run.id },
    { label: 'Read with care', format: 'string', value: CAVEATS },
    ...arms.map((arm) => ({ label: arm.id, format: 'string', value: `client ${sideName(arm, 'client')} · server ${sideName(arm, 'server')}` })),
  ] }],
});

export function* toFirefox(source: ExportSource): Generator<Piece, void, void> {
  const document = source.document();
  const arms = drawnArms(document.arms, source.arm);
  const shared = new Shared();
  const zeroNs = earliestOf(arms);
  const none = (): object => markersOf([], shared, zeroNs);
  let tid = 0;
  let done = 0;
  const begun = new Set<string>();
  const facts = (arm: string, side: (typeof SIDES)[number], name: string): ThreadFacts => {
    const pid = `${arm} · ${side}`;
    const main = !begun.has(pid);
    begun.add(pid);
    return { name, process: pid, pid, tid: ++tid, main };
  };
  function* threads(): Generator<object, void, void> {
    for (const [index, arm] of arms.entries()) {
      for (const side of SIDES) {
        for (const { strips, messages } of timeViews(arm)) for (const strip of strips) if (strip.side === side) yield threadOf(facts(arm.id, side, strip.title), stripSamples(strip, shared, zeroNs), markersOf(messages.filter(({ from }) => from === side), shared, zeroNs));
        for (const { strips } of allocationViews(arm)) for (const strip of strips) if (strip.side === side) yield threadOf(facts(arm.id, side, strip.title), stripSamples(strip, shared, zeroNs), none());
      }
      done = (index + 1) / arms.length / 2;
    }
    for (const { entry, tree, done: read } of armProfiles(source)) {
      yield threadOf(facts(entry.arm, entry.side, `${KIND_TITLES[entry.kind]}, ${entry.handshakes} handshakes`), treeSamples(tree(), shared), none());
      done = 0.5 + read / 2;
    }
  }
  yield { bytes: `{"meta":${JSON.stringify(metaOf(document, arms))},"libs":[],"threads":`, done };
  for (const bytes of jsonList(threads())) yield { bytes, done };
  yield { bytes: `,"shared":${JSON.stringify(shared.table())}}\n`, done: 1 };
}
