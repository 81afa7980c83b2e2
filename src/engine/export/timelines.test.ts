/** Files of phases and call stacks, each read by its own reader's library. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { Profile } from 'pprof-format';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { ArmResult } from '../../shared/result/document.ts';
import { toChromeTrace } from './chrome-trace.ts';
import { makeRun, sourceOf, written } from './export.fixture.ts';
import { toFirefox } from './firefox.ts';
import { toPprof, toPprofProfiles } from './pprof.ts';
import { toSpeedscope } from './speedscope.ts';
import { drawnArms, leaves, timeViews } from './strips.ts';

let run: ReturnType<typeof makeRun>;
beforeAll(() => {
  run = makeRun();
});
afterAll(() => run.remove());

const [FIRST] = RESULT.arms as [ArmResult];
const withProfiles = () => ({ ...RESULT, profiles: run.profiles });
const ARMS = drawnArms(RESULT.arms, null);

describe('strips', () => {
  it('lie inside each other, and their leaves add up to the side', () => {
    for (const arm of ARMS) for (const { strips } of timeViews(arm)) for (const strip of strips) {
      const root = strip.bars.find(({ id }) => id === 'c' || id === 's');
      const own = leaves(strip).filter(({ stack }) => stack[0]?.id !== 'connect').reduce((sum, { amount }) => sum + amount, 0);
      expect(own).toBeCloseTo((root?.to ?? NaN) - (root?.from ?? NaN), 3);
      const open: number[] = [];
      for (const bar of strip.bars) {
        open.length = bar.level;
        expect(bar.to).toBeGreaterThan(bar.from);
        expect(bar.to).toBeLessThanOrEqual(open.at(-1) ?? Infinity);
        open.push(bar.to);
      }
    }
  });
});

describe('speedscope', () => {
  interface File { profiles: { name: string; type: string; unit: string; startValue: number; endValue: number; events?: { type: 'O' | 'C'; at: number; frame: number }[]; samples?: number[][]; weights?: number[] }[]; shared: { frames: { name: string; file?: string }[] } }
  const release = join(dirname(createRequire(import.meta.url).resolve('speedscope/package.json')), 'dist/release');

  it('is what its schema says, with every event closed in order', () => {
    const file = JSON.parse(written(toSpeedscope, sourceOf(run.folder, withProfiles())).toString()) as File;
    const ajv = new Ajv({ strict: false });
    const valid = ajv.validate(JSON.parse(readFileSync(join(release, 'file-format-schema.json'), 'utf8')) as object, file);
    expect(ajv.errors).toBeNull();
    expect(valid).toBe(true);
    for (const { events = [], startValue, endValue } of file.profiles) {
      let at = startValue;
      const open: number[] = [];
      for (const event of events) {
        expect(event.at).toBeGreaterThanOrEqual(at);
        at = event.at;
        if (event.type === 'O') open.push(event.frame);
        else expect(open.pop()).toBe(event.frame);
      }
      expect(open).toEqual([]);
      expect(at).toBeLessThanOrEqual(endValue);
    }
  });

  it('has both sides of mean and examples, allocations and call stacks', () => {
    const file = JSON.parse(written(toSpeedscope, sourceOf(run.folder, withProfiles())).toString()) as File;
    const names = file.profiles.map(({ name }) => name);
    for (const side of ['client', 'server']) for (const title of [`mean of ${FIRST.handshakes} handshakes`, 'p50: one handshake', 'p99: one handshake', 'slowest: one handshake', 'allocated bytes', 'allocated objects']) expect(names.filter((name) => name.startsWith(`${FIRST.id} · ${side} · ${title}`))).toHaveLength(1);
    const mean = file.profiles.find(({ name }) => name === `${FIRST.id} · client · mean of ${FIRST.handshakes} handshakes`);
    const rootNs = FIRST.phases.client.find(({ id }) => id === 'c')?.meanNs ?? NaN;
    const root = mean?.events?.filter(({ frame }) => file.shared.frames[frame]?.name === 'client handshake') ?? [];
    expect((root[1]?.at ?? NaN) - (root[0]?.at ?? NaN)).toBeCloseTo(rootNs, 3);
    const cpu = file.profiles.find(({ name }) => name.includes('CPU profile'));
    expect(cpu).toMatchObject({ type: 'sampled', unit: 'nanoseconds', endValue: 3_500_000 });
    expect(cpu?.samples?.map((stack) => stack.map((frame) => file.shared.frames[frame]?.name).join(';')).sort()).toEqual(['main;serve', 'main;serve;sign']);
  });

  it('holds one arm alone where one is asked for', () => {
    const file = JSON.parse(written(toSpeedscope, sourceOf(run.folder, withProfiles(), FIRST.id)).toString()) as File;
    expect(file.profiles.every(({ name }) => name.startsWith(`${FIRST.id} · `))).toBe(true);
  });
});

interface Thread { name: string; entries: { name: string; ph: string }[] }
/** What is asked of the package, whose types are those of a browser's window. */
interface TraceEngine { Processor: { TraceProcessor: { createWithAllHandlers(): { parse(events: readonly object[], options: object): Promise<void>; data: { Renderer: { processes: Map<number, { threads: Map<number, Thread> }> }; Flows: { flows: unknown[] }; Meta: { traceIsGeneric: boolean } } } } } }

describe('Chrome trace', () => {
  interface Event { ph: string; name: string; pid: number; tid: number; ts: number; dur?: number; id?: number; args?: Record<string, unknown> }
  const events = (): Event[] => (JSON.parse(written(toChromeTrace, sourceOf(run.folder)).toString()) as { traceEvents: Event[] }).traceEvents;

  it('has a named process for each side of each arm and a named thread for each view, at 0 or later', () => {
    const all = events();
    const named = (name: string): unknown[] => all.filter((event) => event.name === name).map(({ args }) => args?.['name']);
    expect(named('process_name')).toEqual(ARMS.flatMap(({ id }) => [`${id} · client`, `${id} · server`]));
    expect(named('thread_name').slice(0, 2)).toEqual(Array(2).fill(`mean of ${FIRST.handshakes} handshakes`));
    expect(Math.min(...all.map(({ ts }) => ts))).toBeGreaterThanOrEqual(0);
  });

  it('has slices inside each other on their thread, with the mean and its interval', () => {
    const lanes = new Map<string, Event[]>();
    for (const event of events().filter(({ ph }) => ph === 'X')) lanes.set(`${event.pid} ${event.tid}`, [...(lanes.get(`${event.pid} ${event.tid}`) ?? []), event]);
    for (const slices of lanes.values()) {
      const open: number[] = [];
      for (const { ts, dur = NaN } of slices) {
        while (open.length > 0 && ts >= (open.at(-1) as number) - 1e-6) open.pop();
        if (open.length > 0) expect(ts + dur).toBeLessThanOrEqual((open.at(-1) as number) + 1e-6);
        open.push(ts + dur);
      }
    }
    const root = FIRST.phases.client.find(({ id }) => id === 'c');
    expect(lanes.get('1 1')?.find(({ name }) => name === 'client handshake')).toMatchObject({ dur: (root?.meanNs ?? NaN) / 1000, args: { mean_ns: root?.meanNs, ci95_from_ns: root?.ciNs?.[0], ci95_to_ns: root?.ciNs?.[1], handshakes: root?.seen } });
  });

  it('is read by the engine of Chrome’s DevTools: the same threads, slices and arrows', async () => {
    const { Processor } = (await import('@paulirish/trace_engine')) as unknown as TraceEngine;
    const reader = Processor.TraceProcessor.createWithAllHandlers();
    const all = events();
    await reader.parse(all, {});
    const { Renderer, Flows, Meta } = reader.data;
    expect(Meta.traceIsGeneric).toBe(true);
    expect(Renderer.processes.size).toBe(2 * ARMS.length);
    const views = timeViews(FIRST);
    const threads = Renderer.processes.get(1)?.threads ?? new Map<number, Thread>();
    expect([...threads.values()].map(({ name }) => name)).toEqual(views.map(({ title }) => title));
    for (const [index, { strips }] of views.entries()) {
      const bars = strips.find(({ side }) => side === 'client')?.bars.map(({ name }) => name).sort();
      expect(threads.get(index + 1)?.entries.filter(({ ph }) => ph === 'X').map(({ name }) => name).sort()).toEqual(bars);
    }
    expect(Flows.flows).toHaveLength(all.filter(({ ph }) => ph === 's').length);
  });

  it('has an arrow for each message that was read', () => {
    const all = events();
    const ends = (ph: string): Event[] => all.filter((event) => event.ph === ph);
    const read = ARMS.flatMap((arm) => timeViews(arm)).flatMap(({ messages }) => messages).filter(({ receivedNs }) => receivedNs !== null).length;
    expect(ends('s')).toHaveLength(read);
    expect(new Set(ends('s').map(({ id }) => id)).size).toBe(read);
    for (const start of ends('s')) {
      const [end, none] = ends('f').filter(({ id }) => id === start.id);
      expect(none).toBeUndefined();
      expect(end).toMatchObject({ name: start.name, tid: start.tid });
      expect(end?.ts).toBeGreaterThanOrEqual(start.ts);
      expect(end?.pid).not.toBe(start.pid);
    }
  });
});

describe('pprof', () => {
  const decoded = (bytes: Buffer) => {
    const profile = Profile.decode(gunzipSync(bytes));
    const text = (index: number | bigint): string => profile.stringTable.strings[Number(index)] ?? '';
    const functions = new Map(profile.function.map((one) => [Number(one.id), text(one.name)]));
    const names = new Map(profile.location.map((one) => [Number(one.id), functions.get(Number(one.line[0]?.functionId)) ?? '']));
    return {
      types: profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`),
      samples: profile.sample.map(({ locationId, value, label }) => ({ leafFirst: locationId.map((id) => names.get(Number(id)) ?? ''), value: value.map(Number), labels: Object.fromEntries(label.map(({ key, str, num }) => [text(key), Number(str) === 0 ? Number(num) : text(str)])) })),
    };
  };

  it('adds up to each side’s mean, leaf first, labelled by arm and side', () => {
    const { types, samples } = decoded(written(toPprof, sourceOf(run.folder)));
    expect(types).toEqual(['wall/nanoseconds', 'alloc_space/bytes', 'alloc_objects/count']);
    for (const arm of ARMS) for (const [side, root] of [['client', 'c'], ['server', 's']] as const) {
      const own = samples.filter(({ labels, leafFirst }) => labels['arm'] === arm.id && labels['side'] === side && leafFirst.at(-1) === `${side} handshake`);
      const sum = (column: number): number => own.reduce((total, { value }) => total + (value[column] ?? 0), 0);
      // Each leaf is rounded to whole ns, bytes, objects.
      expect(Math.abs(sum(0) - (arm.phases[side].find(({ id }) => id === root)?.meanNs ?? 0))).toBeLessThan(own.length);
      expect(Math.abs(sum(1) - (arm.allocations[side]?.phases.find(({ id }) => id === root)?.bytes ?? 0))).toBeLessThan(own.length);
    }
    expect(samples.find(({ leafFirst }) => leafFirst[0] === 'key exchange (client)')?.leafFirst).toEqual(['key exchange (client)', 'flight read → Finished written (client)', 'client handshake']);
    expect(samples[0]?.labels).toMatchObject({ stack: FIRST.client.stack, version: FIRST.client.version });
  });

  it('has the run’s own profiles in a file of their own, with only the types that were measured', () => {
    const { types, samples } = decoded(written(toPprofProfiles, sourceOf(run.folder, withProfiles())));
    expect(types).toEqual(['cpu/nanoseconds', 'alloc_space/bytes', 'alloc_objects/count']);
    expect(samples.find(({ leafFirst }) => leafFirst[0] === 'sign')).toMatchObject({ leafFirst: ['sign', 'serve', 'main'], value: [3_000_000, 0, 0], labels: { arm: FIRST.id, side: 'server', handshakes: 40 } });
    expect(samples.filter(({ labels }) => labels['arm'] === RESULT.arms[1]?.id).map(({ value }) => value)).toEqual([[0, 128, 0], [0, 0, 2]]);
  });
});

describe('Firefox Profiler', () => {
  it('has a thread for each strip, whose weights add up to its time and whose tables hold what they point at', () => {
    const file = JSON.parse(written(toFirefox, sourceOf(run.folder, withProfiles())).toString()) as {
      meta: { preprocessedProfileVersion: number };
      threads: { name: string; pid: string; samples: { stack: (number | null)[]; time: number[]; weight: number[]; weightType: string; length: number }; markers: { name: number[]; startTime: number[]; endTime: (number | null)[]; length: number } }[];
      shared: { stringArray: string[]; stackTable: { frame: number[]; prefix: (number | null)[]; length: number }; frameTable: { func: number[]; length: number }; funcTable: { name: number[]; length: number } };
    };
    const { stackTable, frameTable, funcTable, stringArray } = file.shared;
    const stackOf = (index: number | null): string[] => (index === null ? [] : [...stackOf(stackTable.prefix[index] ?? null), stringArray[funcTable.name[frameTable.func[stackTable.frame[index] as number] as number] as number] as string]);
    stackTable.prefix.forEach((prefix, index) => expect(prefix ?? -1).toBeLessThan(index));
    const thread = file.threads.find(({ name, pid }) => name.startsWith('mean') && pid === `${FIRST.id} · server`);
    const whole = FIRST.phases.server.find(({ id }) => id === 's')?.meanNs ?? NaN;
    expect((thread?.samples.weight ?? []).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(whole / 1e6, 6);
    expect(thread?.samples.stack.map(stackOf)).toContainEqual(['server handshake', 'ClientHello read → flight written', 'sign CertificateVerify']);
    for (const { samples, markers } of file.threads) {
      samples.time.reduce((before, time) => (expect(time).toBeGreaterThanOrEqual(before), time), 0);
      expect([samples.stack.length, samples.time.length, samples.weight.length]).toEqual(Array(3).fill(samples.length));
      for (const name of markers.name) expect(stringArray[name]).toBeDefined();
    }
    expect(file.threads.filter(({ name }) => name.startsWith('CPU profile')).flatMap(({ samples }) => samples.stack.map(stackOf))).toContainEqual(['main', 'serve', 'sign']);
  });
});
