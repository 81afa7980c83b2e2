/** A pprof file as Go writes it, from folded stacks: `main;serve;read 12 3`, one value for each type. `a+b`: b was inlined into a. For tests. */
import { gzipSync } from 'node:zlib';
import { Function as Called, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';

export type Typed = readonly [type: string, unit: string];
export const CPU: readonly Typed[] = [['samples', 'count'], ['cpu', 'nanoseconds']];
export const ALLOCS: readonly Typed[] = [['alloc_objects', 'count'], ['alloc_space', 'bytes'], ['inuse_objects', 'count'], ['inuse_space', 'bytes']];

export function pprofOf(types: readonly Typed[], text: string, { period = 1, packed = true } = {}): Uint8Array {
  const strings = new StringTable();
  const functions = new Map<string, Called>();
  const locations = new Map<string, Location>();
  const functionOf = (name: string): Called => {
    const known = functions.get(name) ?? new Called({ id: functions.size + 1, name: strings.dedup(name), systemName: strings.dedup(name), filename: strings.dedup(`/go/src/${name.replace(/\[.*/, '')}.go`), startLine: 1 });
    functions.set(name, known);
    return known;
  };
  const locationOf = (calls: string): Location => {
    // Innermost first, as the format has it.
    const line = calls.split('+').toReversed().map((name, index) => new Line({ functionId: functionOf(name).id, line: 10 + index }));
    const known = locations.get(calls) ?? new Location({ id: locations.size + 1, address: 0x1000 + locations.size, line: calls.startsWith('0x') ? [] : line });
    locations.set(calls, known);
    return known;
  };
  const sample = text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [stack, ...values] = line.split(' ') as [string, ...string[]];
    return new Sample({ locationId: stack.split(';').toReversed().map((calls) => locationOf(calls).id), value: values.map(Number) });
  });
  const valueType = ([type, unit]: Typed): ValueType => new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
  const sampleType = types.map(valueType);
  const periodType = valueType(types === CPU ? ['cpu', 'nanoseconds'] : ['space', 'bytes']);
  const profile = new Profile({ sampleType, sample, location: [...locations.values()], function: [...functions.values()], stringTable: strings, periodType, period });
  return packed ? gzipSync(profile.encode()) : profile.encode();
}
