/**
 * pprof's profile.proto, gzipped: the mean time and allocations of each phase; and apart, so that nothing is counted twice, the call stacks
 * that the runtimes' own profilers saw. https://github.com/google/pprof/blob/main/proto/profile.proto
 */
import { gzipSync } from 'node:zlib';
import { Function as Called, Label, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import type { CallTree } from '../../shared/profile/call-tree.ts';
import type { Side } from '../../shared/phases/tree.ts';
import type { ArmResult, ProfileEntry, RunFacts } from '../../shared/result/document.ts';
import { armProfiles } from './call-trees.ts';
import type { ExportSource, Piece } from './piece.ts';
import { allocationViews, CAVEATS, drawnArms, leaves, timeViews, type Strip } from './strips.ts';

type Typed = readonly [type: string, unit: string];

/** Texts, functions and locations by what they are: each once. */
class Builder {
  readonly #strings = new StringTable();
  readonly #functions: Called[] = [];
  readonly #locations = new Map<string, Location>();
  readonly #samples: Sample[] = [];

  constructor(private readonly types: readonly Typed[]) {}

  text(value: string): number {
    return this.#strings.dedup(value);
  }

  location(name: string, system: string, file: string | null): number {
    const key = `${name}\0${system}\0${file ?? ''}`;
    const known = this.#locations.get(key);
    if (known) return Number(known.id);
    const id = this.#functions.length + 1;
    this.#functions.push(new Called({ id, name: this.text(name), systemName: this.text(system), filename: this.text(file ?? '') }));
    this.#locations.set(key, new Location({ id, line: [new Line({ functionId: id })] }));
    return id;
  }

  label(key: string, value: string): Label {
    return new Label({ key: this.text(key), str: this.text(value) });
  }

  number(key: string, value: number, unit: string): Label {
    return new Label({ key: this.text(key), num: value, numUnit: this.text(unit) });
  }

  /** `stack`: outermost first; `column`: which of the types the value is of. */
  sample(stack: readonly number[], column: number, value: number, label: Label[]): void {
    const amount = Math.round(value);
    if (amount > 0) this.#samples.push(new Sample({ locationId: stack.toReversed(), value: this.types.map((_, index) => (index === column ? amount : 0)), label }));
  }

  gzipped(run: RunFacts, comments: readonly string[]): Uint8Array {
    const typeOf = ([type, unit]: Typed): ValueType => new ValueType({ type: this.text(type), unit: this.text(unit) });
    const sampleType = this.types.map(typeOf);
    return gzipSync(new Profile({
      sampleType, sample: this.#samples, location: [...this.#locations.values()], function: this.#functions, stringTable: this.#strings,
      timeNanos: BigInt(new Date(run.createdAt).getTime()) * 1_000_000n,
      comment: comments.map((comment) => this.text(comment)), defaultSampleType: this.text((this.types[0] as Typed)[0]),
    }).encode());
  }
}

const labelsOf = (builder: Builder, arm: ArmResult, side: Side): Label[] => {
  const { stack, version, library } = arm[side];
  return [builder.label('arm', arm.id), builder.label('side', side), builder.label('stack', stack), ...(version === null ? [] : [builder.label('version', version)]), ...(library === null ? [] : [builder.label('library', `${library.name} ${library.version}`)])];
};

const PHASE_TYPES = [['wall', 'nanoseconds'], ['alloc_space', 'bytes'], ['alloc_objects', 'count']] as const satisfies readonly Typed[];
const PHASE_COLUMNS = { time: 0, bytes: 1, objects: 2 } as const;

export function* toPprof(source: ExportSource): Generator<Piece, void, void> {
  const { run, arms: all } = source.document();
  const arms = drawnArms(all, source.arm);
  const allocations = arms.some((arm) => allocationViews(arm).length > 0);
  const builder = new Builder(allocations ? PHASE_TYPES : PHASE_TYPES.slice(0, 1));
  // A function is known by its name alone: the two sides' key exchanges are two.
  const locationOf = (strip: Strip, name: string, id: string): number => builder.location(name.startsWith(strip.side) ? name : `${name} (${strip.side})`, id, strip.side);
  for (const [index, arm] of arms.entries()) {
    const means = timeViews(arm).filter(({ view }) => view === 'mean');
    for (const strip of [...means, ...allocationViews(arm)].flatMap(({ strips }) => strips)) {
      const label = labelsOf(builder, arm, strip.side);
      for (const { stack, amount } of leaves(strip)) builder.sample(stack.map(({ id, name }) => locationOf(strip, name, id)), PHASE_COLUMNS[strip.weight], amount, label);
    }
    yield { bytes: '', done: (0.9 * (index + 1)) / arms.length };
  }
  yield { bytes: builder.gzipped(run, [`Handshake Lab: ${run.name}`, 'One mean handshake of each arm and side; labels tell them apart: pprof -tagfocus arm=…', CAVEATS]), done: 1 };
}

/** What runtimes' profiles count, by what it is and its unit. */
const PROFILE_TYPES = [['cpu', 'nanoseconds'], ['samples', 'count'], ['alloc_space', 'bytes'], ['alloc_objects', 'count']] as const satisfies readonly Typed[];
const PROFILE_COLUMNS = { ns: 0, samples: 1, bytes: 2, objects: 3 } as const satisfies Record<CallTree['unit'], number>;

export function* toPprofProfiles(source: ExportSource): Generator<Piece, void, void> {
  const { run, arms } = source.document();
  const units = new Set<CallTree['unit']>();
  const read: { entry: ProfileEntry; tree: CallTree }[] = [];
  for (const { entry, tree, done } of armProfiles(source)) {
    const one = { entry, tree: tree() };
    units.add(one.tree.unit);
    read.push(one);
    yield { bytes: '', done: done / 2 };
  }
  // A type that nothing was measured of would be the first that a reader shows.
  const kept = (Object.keys(PROFILE_COLUMNS) as CallTree['unit'][]).filter((unit) => units.has(unit));
  const builder = new Builder(kept.map((unit) => PROFILE_TYPES[PROFILE_COLUMNS[unit]]));
  const notes = new Set<string>();
  for (const [index, { entry, tree }] of read.entries()) {
    const arm = arms.find(({ id }) => id === entry.arm);
    const label = [...(arm ? labelsOf(builder, arm, entry.side) : [builder.label('arm', entry.arm), builder.label('side', entry.side)]), builder.number('handshakes', entry.handshakes, 'count')];
    const locations = tree.frames.map(({ name, file }) => builder.location(name, name, file));
    for (const { frames, value } of tree.stacks) builder.sample(frames.map((frame) => locations[frame] as number), kept.indexOf(tree.unit), value, label);
    if (tree.note !== null) notes.add(tree.note);
    yield { bytes: '', done: 0.5 + (0.4 * (index + 1)) / read.length };
  }
  yield { bytes: builder.gzipped(run, [`Handshake Lab: ${run.name}`, 'Whole profiling blocks, not single handshakes; the label "handshakes" says how many; labels tell arms and sides apart', ...notes]), done: 1 };
}
