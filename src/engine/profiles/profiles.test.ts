import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folded, lines } from '../../shared/profile/folded.fixture.ts';
import type { CallTree } from '../../shared/profile/call-tree.ts';
import { topFunctions } from '../../shared/profile/functions.ts';
import { callNodes } from '../../shared/profile/nodes.ts';
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
import type { ProfileHeader } from '../../shared/protocol/messages.ts';
import { LabError } from '../errors.ts';
import { ALLOCS, CPU, pprofOf } from './pprof.fixture.ts';
import { readProfiles } from './read.ts';
import { readProfile, storeProfiles } from './store.ts';

const of = (format: ProfileHeader['format'], bytes: Uint8Array | object, { part = 'whole', block = 17 }: Partial<ProfileHeader> = {}): ProfileBytes => ({
  header: { endpoint: 0, block, role: 'client', part, format },
  bytes: bytes instanceof Uint8Array ? bytes : new TextEncoder().encode(JSON.stringify(bytes)),
});
const code = (act: () => unknown): string => {
  try {
    act();
    return 'no error';
  } catch (error) {
    return error instanceof LabError ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`;
  }
};

describe('pprof', () => {
  it('CPU time in ns, the innermost call last', () => {
    const { cpu, ...others } = readProfiles([of('pprof', pprofOf(CPU, 'main.main;tls.Handshake;ecdh.X25519 3 30000000\nmain.main 1 10000000', { period: 10_000_000 }))]);
    expect(others).toEqual({});
    expect(cpu?.unit).toBe('ns');
    expect(lines(cpu as CallTree)).toEqual(['main.main 10000000', 'main.main;tls.Handshake;ecdh.X25519 30000000']);
    expect(cpu?.frames[0]).toEqual({ name: 'main.main', file: '/go/src/main.main.go' });
    expect(cpu?.note).toContain('10 ms');
  });

  it('allocations as bytes and as objects; what is in use is left', () => {
    const trees = readProfiles([of('pprof', pprofOf(ALLOCS, 'main;a 2 128 1 64\nmain;b 5 80 0 0'))]);
    expect(Object.keys(trees).sort()).toEqual(['alloc-bytes', 'alloc-objects']);
    expect(lines(trees['alloc-bytes'] as CallTree)).toEqual(['main;a 128', 'main;b 80']);
    expect(lines(trees['alloc-objects'] as CallTree)).toEqual(['main;a 2', 'main;b 5']);
    expect([trees['alloc-bytes']?.unit, trees['alloc-objects']?.unit]).toEqual(['bytes', 'objects']);
    expect(trees['alloc-bytes']?.note).toContain('Every allocation');
  });

  it('inlined calls are calls like others, in their order', () => {
    const { cpu } = readProfiles([of('pprof', pprofOf(CPU, 'main+wrap+inner;leaf 1 7'))]);
    expect(lines(cpu as CallTree)).toEqual(['main;wrap;inner;leaf 7']);
  });

  it('code without names shows its address', () => {
    const { cpu } = readProfiles([of('pprof', pprofOf(CPU, 'main;0x 1 7'))]);
    expect(lines(cpu as CallTree)).toEqual(['main;0x1000 7']);
  });

  it('generic functions are named without their types', () => {
    const { cpu } = readProfiles([of('pprof', pprofOf(CPU, 'm.New[go.shape.[]uint8,int] 1 2\nm.New[go.shape.string] 1 3\nm.(*T[go.shape.map[a]b]).Do 1 4'))]);
    expect(lines(cpu as CallTree)).toEqual(['m.(*T[…]).Do 4', 'm.New[…] 5']);
  });

  it('values above 2^28 and 2^32 are whole', () => {
    const { cpu } = readProfiles([of('pprof', pprofOf(CPU, 'a 1 300000000\nb 1 5000000000\nc 1 4611686018427387904'))]);
    expect(lines(cpu as CallTree)).toEqual(['a 300000000', 'b 5000000000', 'c 4611686018427388000']);
  });

  it('the base is taken off, whichever comes first', () => {
    const base = of('pprof', pprofOf(ALLOCS, 'main;boot 9 900 0 0\nmain;a 1 100 0 0'), { part: 'base' });
    const whole = of('pprof', pprofOf(ALLOCS, 'main;boot 9 900 0 0\nmain;a 4 400 0 0\nmain;b 1 10 0 0'));
    for (const order of [[base, whole], [whole, base]]) {
      const trees = readProfiles(order);
      expect(lines(trees['alloc-bytes'] as CallTree)).toEqual(['main;a 300', 'main;b 10']);
      expect(lines(trees['alloc-objects'] as CallTree)).toEqual(['main;a 3', 'main;b 1']);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /unpacked/],
    ['no gzip', pprofOf(CPU, 'a 1 1', { packed: false }), /unpacked/],
    ['a gzip cut short', pprofOf(CPU, 'a;b;c 1 1').subarray(0, 60), /unpacked/],
    ['more than fits', gzipSync(new Uint8Array(260 * 1024 * 1024)), /unpacked/],
    ['a message cut short', gzipSync(pprofOf(CPU, 'a;b;c 1 1', { packed: false }).slice(0, -5)), /longer than what holds it|without end/],
    ['a number without end', gzipSync(new Uint8Array(1_000_000).fill(0xff)), /unknown field|without end/],
    ['a number without end where one is wanted', gzipSync(Uint8Array.from([0x12, 0xc0, 0x84, 0x3d, 0x0a, 0xbc, 0x84, 0x3d, ...new Uint8Array(999_996).fill(0xff)])), /without end/],
    ['no types', gzipSync(new Uint8Array()), /nothing/],
    ['other types', pprofOf([['contentions', 'count'], ['delay', 'nanoseconds']], 'a 1 1'), /contentions in count, delay in nanoseconds/],
    ['too deep a stack', pprofOf(CPU, `${Array(1_100).fill('a').join(';')} 1 1`), /1024|1,024|Too big|expected/i],
  ])('%s is refused', (_, bytes, why) => {
    const text = code(() => readProfiles([of('pprof', bytes)]));
    expect(text).toMatch(/^bad-run: the pprof profile of the client, block 17, cannot be read: /);
    expect(text).toMatch(why);
  });

  it('references that lead nowhere are refused', () => {
    // A sample whose location is not in the list: field 2, then location 5 and value 1.
    const types = Uint8Array.from([0x0a, 4, 0x08, 1, 0x10, 2]);
    const strings = Uint8Array.from([0x32, 0, 0x32, 3, ...new TextEncoder().encode('cpu'), 0x32, 11, ...new TextEncoder().encode('nanoseconds')]);
    const bytes = (sample: number[]): Uint8Array => gzipSync(Uint8Array.from([...types, 0x12, sample.length, ...sample, ...strings]));
    expect(code(() => readProfiles([of('pprof', bytes([0x0a, 1, 5, 0x12, 1, 1]))]))).toMatch(/bad-run: .* no location 5/);
  });
});

describe('cpuprofile', () => {
  const call = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });
  const nodes = [
    { id: 1, callFrame: call('(root)'), children: [2, 3, 4, 6] },
    { id: 2, callFrame: call('(idle)') },
    { id: 3, callFrame: call('(program)') },
    { id: 4, callFrame: call('run', 'file:///x/client.mjs', 3), children: [5] },
    { id: 5, callFrame: call('', 'file:///x/client.mjs', 40) },
    { id: 6, callFrame: call('(garbage collector)') },
  ];
  const profile = { nodes, startTime: 1_000, endTime: 2_000, samples: [4, 5, 2, 3, 5, 6], timeDeltas: [50, 100, 200, 300, 100, 50] };

  it('a sample holds until the next; idle is left out', () => {
    const { cpu } = readProfiles([of('cpuprofile', profile)]);
    expect(lines(cpu as CallTree)).toEqual(['(garbage collector) 200000', '(program) 100000', 'run 100000', 'run;anonymous, client.mjs:41 250000']);
    expect(cpu?.frames.find(({ name }) => name === 'run')?.file).toBe('file:///x/client.mjs');
    expect(cpu?.frames.some(({ name }) => name === '(idle)')).toBe(false);
  });

  it('a sample before its predecessor takes no time away', () => {
    const { cpu } = readProfiles([of('cpuprofile', { ...profile, samples: [4, 3, 4], timeDeltas: [0, -10, 20], endTime: 1_100 })]);
    expect(lines(cpu as CallTree)).toEqual(['(program) 20000', 'run 90000']);
  });

  it.each([
    ['no JSON', new TextEncoder().encode('{"nodes":')],
    ['no text', Uint8Array.from([0xff, 0xfe])],
    ['another shape', { nodes: {} }],
    ['a time too few', { ...profile, timeDeltas: [1] }],
    ['a node that is not there', { ...profile, samples: [99], timeDeltas: [0] }],
    ['a node below itself', { ...profile, nodes: [{ id: 4, callFrame: call('a'), children: [5] }, { id: 5, callFrame: call('b'), children: [4] }] , samples: [4], timeDeltas: [0] }],
    ['no nodes', { ...profile, nodes: [] }],
  ])('%s is refused', (_, bytes) => expect(code(() => readProfiles([of('cpuprofile', bytes)]))).toMatch(/^bad-run: the cpuprofile profile/));
});

describe('heapprofile', () => {
  const node = (functionName: string, selfSize: number, ...children: object[]): object => ({ callFrame: { functionName, url: 'a.js', lineNumber: 1 }, selfSize, children });

  it('what each call allocated itself', () => {
    const trees = readProfiles([of('heapprofile', { head: node('(root)', 8, node('f', 10, node('g', 5)), node('g', 7)), samples: [] })]);
    expect(Object.keys(trees)).toEqual(['alloc-bytes']);
    expect(lines(trees['alloc-bytes'] as CallTree)).toEqual([' 8', 'f 10', 'f;g 5', 'g 7']);
  });

  it('a tree without bottom is refused', () => {
    const deep = `${'{"callFrame":{"functionName":"f","url":"","lineNumber":0},"selfSize":1,"children":['.repeat(30_000)}${']}'.repeat(30_000)}`;
    expect(code(() => readProfiles([of('heapprofile', new TextEncoder().encode(`{"head":${deep}}`))]))).toMatch(/^bad-run: the heapprofile/);
    expect(code(() => readProfiles([of('heapprofile', { head: node('f', -1) })]))).toMatch(/^bad-run/);
  });
});

describe('stacks', () => {
  const json = { unit: 'samples', frames: [{ name: 'Main', file: 'app.dll' }, { name: 'native (OpenSSL)', file: null }], stacks: [{ frames: [0, 1], value: 12 }, { frames: [0], value: 3 }] };

  it('is what it says, with or without a note', () => {
    expect(readProfiles([of('stacks', json)]).cpu).toEqual({ ...json, note: null });
    expect(readProfiles([of('stacks', { ...json, note: 'Estimates.' })]).cpu?.note).toBe('Estimates.');
  });

  it('the unit says of what: bytes and objects may come apart', () => {
    const trees = readProfiles([of('stacks', { ...json, unit: 'bytes' }), of('stacks', { ...json, unit: 'objects' })]);
    expect(Object.keys(trees)).toEqual(['alloc-bytes', 'alloc-objects']);
  });

  it.each([['a frame that is not there', { ...json, stacks: [{ frames: [2], value: 1 }] }], ['no unit', { ...json, unit: undefined }], ['a negative value', { ...json, stacks: [{ frames: [0], value: -3 }] }], ['null', new TextEncoder().encode('null')]])('%s is refused', (_, bytes) =>
    expect(code(() => readProfiles([of('stacks', bytes)]))).toMatch(/^bad-run/));
});

describe('of this very Node', () => {
  async function profiled(start: readonly (readonly [string, object?])[], stop: string, work: () => unknown): Promise<Uint8Array> {
    const session = new Session();
    session.connect();
    const post = promisify(session.post.bind(session) as (method: string, params: object, done: (error: Error | null, answer: object) => void) => void);
    try {
      for (const [method, params] of start) await post(method, params ?? {});
      work();
      const { profile } = (await post(stop, {})) as { profile: object };
      return new TextEncoder().encode(JSON.stringify(profile));
    } finally {
      session.disconnect();
    }
  }

  it('time goes to the function that spends it', async () => {
    let sink = 0;
    function spinForTheProfile(): void {
      for (const until = performance.now() + 200; performance.now() < until; ) for (let index = 0; index < 10_000; index++) sink += Math.sqrt(index + sink);
    }
    const bytes = await profiled([['Profiler.enable'], ['Profiler.setSamplingInterval', { interval: 100 }], ['Profiler.start']], 'Profiler.stop', spinForTheProfile);
    const { cpu } = readProfiles([of('cpuprofile', bytes)]);
    // On a machine with other work to do V8's own (program) may be worth more: of functions it is the first.
    const [first] = topFunctions(callNodes(cpu as CallTree)).filter(({ frame }) => !frame.name.startsWith('('));
    expect(first?.frame.name).toBe('spinForTheProfile');
    expect(first?.self).toBeGreaterThan(10e6);
  });

  it('bytes go to the function that allocates, collected or not', async () => {
    function allocateForTheProfile(): number {
      let length = 0;
      for (let round = 0; round < 200; round++) length += Array.from({ length: 1_000 }, (_, index) => ({ index, round })).length;
      return length;
    }
    const bytes = await profiled([['HeapProfiler.startSampling', { samplingInterval: 512, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true }]], 'HeapProfiler.stopSampling', allocateForTheProfile);
    const tree = readProfiles([of('heapprofile', bytes)])['alloc-bytes'] as CallTree;
    const allocated = lines(tree).filter((line) => line.includes('allocateForTheProfile')).reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    // 200 000 objects with two fields, and the arrays that held them.
    expect(allocated).toBeGreaterThan(4e6);
    expect(allocated).toBeLessThan(60e6);
  });
});

describe('in the run folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hslab profiles '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const client = { arm: 2, side: 'client', observe: 'alloc-profile' } as const;

  it('keeps call trees, and what the runtime wrote beside them', () => {
    const base = of('pprof', pprofOf(ALLOCS, 'main;a 1 100 0 0'), { part: 'base' });
    const whole = of('pprof', pprofOf(ALLOCS, 'main;a 4 400 0 0'));
    expect(storeProfiles(folder, client, [base, whole])).toEqual([{ kind: 'alloc-bytes', file: '2-client-alloc-bytes.json' }, { kind: 'alloc-objects', file: '2-client-alloc-objects.json' }]);
    expect(readdirSync(join(folder, 'profiles')).sort()).toEqual(['2-client-alloc-block17-base.pb.gz', '2-client-alloc-block17.pb.gz', '2-client-alloc-bytes.json', '2-client-alloc-objects.json']);
    expect(new Uint8Array(readFileSync(join(folder, 'profiles/2-client-alloc-block17.pb.gz')))).toEqual(new Uint8Array(whole.bytes));
    expect(lines(readProfile(folder, '2-client-alloc-bytes.json'))).toEqual(['main;a 300']);
  });

  it('adds a later block of the same arm and side, and keeps others apart', () => {
    const cpu = { ...client, observe: 'cpu-profile' } as const;
    const block = (number: number, ns: number) => [of('pprof', pprofOf(CPU, `main;a 1 ${ns}`), { block: number })];
    storeProfiles(folder, cpu, block(17, 10));
    storeProfiles(folder, cpu, block(18, 5));
    storeProfiles(folder, { ...cpu, side: 'server' }, block(18, 3));
    expect(lines(readProfile(folder, '2-client-cpu.json'))).toEqual(['main;a 15']);
    expect(lines(readProfile(folder, '2-server-cpu.json'))).toEqual(['main;a 3']);
    expect(readdirSync(join(folder, 'profiles')).filter((name) => name.endsWith('.pb.gz'))).toHaveLength(3);
  });

  it('two of one part do not overwrite each other', () => {
    const stacks = (unit: string) => of('stacks', { unit, frames: [{ name: 'f', file: null }], stacks: [{ frames: [0], value: 1 }] });
    storeProfiles(folder, client, [stacks('bytes'), stacks('objects')]);
    expect(readdirSync(join(folder, 'profiles')).filter((name) => name.endsWith('.stacks.json')).sort()).toEqual(['2-client-alloc-block17-2.stacks.json', '2-client-alloc-block17.stacks.json']);
  });

  it('what cannot be read is kept and told', () => {
    expect(code(() => storeProfiles(folder, client, [of('pprof', Uint8Array.from([1, 2, 3]))]))).toMatch(/^bad-run/);
    expect(readdirSync(join(folder, 'profiles'))).toEqual(['2-client-alloc-block17.pb.gz']);
  });

  it('no profiles leave no folder', () => {
    expect(storeProfiles(folder, client, [])).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('no name leads out of the folder', () => {
    writeFileSync(join(folder, '0-client-cpu.json'), JSON.stringify(folded('a 1')));
    for (const name of ['../0-client-cpu.json', '/etc/passwd', '0-client-cpu.json', '0-client-wire.json', 'x/../0-client-cpu.json', '']) expect(code(() => readProfile(folder, name))).toMatch(/^not-found/);
  });

  it('files that others changed are told', () => {
    storeProfiles(folder, client, [of('pprof', pprofOf(ALLOCS, 'a 1 1 0 0'))]);
    const path = join(folder, 'profiles/2-client-alloc-bytes.json');
    for (const text of ['{', '{}', JSON.stringify({ ...folded('a 1'), stacks: [{ frames: [7], value: 1 }] })]) {
      writeFileSync(path, text);
      expect(code(() => readProfile(folder, '2-client-alloc-bytes.json'))).toMatch(/^bad-run: .* is no call tree/);
    }
  });
});
