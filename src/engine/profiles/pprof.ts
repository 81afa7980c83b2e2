/** Go's profiles: gzipped profile.proto. https://github.com/google/pprof/blob/main/proto/README.md */
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { CallTreeBuilder } from '../../shared/profile/builder.ts';
import type { CallFrame, CallTree, ProfileUnit } from '../../shared/profile/call-tree.ts';
import { pprofProblem } from './pprof-shape.ts';
import { Unreadable, type Trees } from './trees.ts';

const MOST_BYTES = 256 * 1024 * 1024;

/** What a sample's values are, as Go names them, and what they are to us. */
const VALUES = [
  { type: 'cpu', unit: 'nanoseconds', kind: 'cpu', ours: 'ns' },
  { type: 'alloc_space', unit: 'bytes', kind: 'alloc-bytes', ours: 'bytes' },
  { type: 'alloc_objects', unit: 'count', kind: 'alloc-objects', ours: 'objects' },
] as const satisfies readonly { type: string; unit: string; kind: keyof Trees; ours: ProfileUnit }[];

export function treesOfPprof(gzipped: Uint8Array): Trees {
  const profile = decoded(gzipped);
  const text = textOf(profile);
  const types = profile.sampleType.map(({ type, unit }) => ({ type: text(type), unit: text(unit) }));
  const columns = VALUES.flatMap((wanted) => {
    const at = types.findIndex(({ type, unit }) => type === wanted.type && unit === wanted.unit);
    return at < 0 ? [] : [{ ...wanted, at }];
  });
  if (columns.length === 0) throw new Unreadable(`its values are ${types.map(({ type, unit }) => `${type} in ${unit}`).join(', ') || 'nothing'}, neither CPU time nor allocations`);
  const note = noteOf(profile, text);
  const callsAt = locationsOf(profile, text);
  return Object.fromEntries(columns.map(({ kind, ours, at }) => [kind, treeOf(profile, at, new CallTreeBuilder(ours, note), callsAt)]));
}

function decoded(gzipped: Uint8Array): Profile {
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(gzipped, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new Unreadable('it cannot be unpacked', { cause: error });
  }
  const problem = pprofProblem(bytes);
  if (problem !== null) throw new Unreadable(problem);
  return Profile.decode(bytes);
}

type Numeric = number | bigint;

const textOf = (profile: Profile) => (index: Numeric): string => {
  const text = profile.stringTable.strings[Number(index)];
  if (text === undefined) throw new Unreadable(`it names text ${index} of ${profile.stringTable.strings.length}`);
  return text;
};

/** `hmac.New[go.shape.interface { … }]` → `hmac.New[…]`: which types a generic function was made for says nothing of where it is written. */
function withoutTypes(name: string): string {
  let depth = 0;
  let short = '';
  for (const letter of name) {
    if (letter === ']' && depth > 0) depth--;
    if (depth === 0) short += letter;
    if (letter === '[' && depth++ === 0) short += '…';
  }
  return short;
}

/** A location's id → its calls, outermost first: what was inlined there are several. */
function locationsOf(profile: Profile, text: (index: Numeric) => string): (id: Numeric) => readonly CallFrame[] {
  const functions = new Map(profile.function.map((one) => [Number(one.id), { name: withoutTypes(text(one.name) || text(one.systemName)), file: text(one.filename) || null }]));
  const locations = new Map(
    profile.location.map(({ id, address, line }) => {
      // `line` has the innermost call first.
      const calls = line.toReversed().map(({ functionId }) => {
        const called = functions.get(Number(functionId));
        if (!called) throw new Unreadable(`it has no function ${functionId}`);
        return called;
      });
      return [Number(id), calls.length > 0 ? calls : [{ name: `0x${address.toString(16)}`, file: null }]] as const;
    }),
  );
  return (id) => {
    const calls = locations.get(Number(id));
    if (!calls) throw new Unreadable(`it has no location ${id}`);
    return calls;
  };
}

function treeOf(profile: Profile, column: number, builder: CallTreeBuilder, callsAt: (id: Numeric) => readonly CallFrame[]): CallTree {
  for (const { locationId, value } of profile.sample) {
    const amount = Number(value[column] ?? 0);
    // Locations come innermost first.
    builder.add(locationId.toReversed().flatMap((id) => callsAt(id).map((call) => builder.frame(call))), amount);
  }
  return builder.build();
}

function noteOf(profile: Profile, text: (index: Numeric) => string): string | null {
  const period = Number(profile.period);
  const of = profile.periodType && text(profile.periodType.type);
  if (!(period > 0)) return null;
  if (of === 'cpu') return `One sample for each ${period / 1e6} ms of CPU time that the process used; what C or the kernel did counts to the Go function that called it.`;
  if (of === 'space') return period === 1 ? 'Every allocation of Go’s heap.' : `About one allocation in ${period} bytes was sampled: values are estimates.`;
  return null;
}
