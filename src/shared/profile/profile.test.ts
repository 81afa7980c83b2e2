import { describe, expect, it } from 'vitest';
import { CallTree } from './call-tree.ts';
import { merge, subtract, totalOf } from './combine.ts';
import { folded, lines } from './folded.fixture.ts';
import { topFunctions } from './functions.ts';
import { boxAt, layoutCalls, step } from './layout.ts';
import { isAside, moduleOf, topModules } from './modules.ts';
import { callNodes, pathTo, type CallNode } from './nodes.ts';
import { searchCalls } from './search.ts';

const TREE = folded(`
  main;serve;sign 50
  main;serve;read 20
  main;serve 10
  main;log 15
  gc 5
`);
const ROOT = callNodes(TREE);
const node = (path: string): CallNode => path.split(';').reduce((at, name) => at.children.find(({ frame }) => frame?.name === name) as CallNode, ROOT);

describe('CallTree', () => {
  it('takes what the builder makes', () => expect(CallTree.parse(TREE)).toEqual(TREE));

  it.each([
    ['a frame that is not there', { ...TREE, stacks: [{ frames: [99], value: 1 }] }],
    ['a negative value', { ...TREE, stacks: [{ frames: [0], value: -1 }] }],
    ['a value that is no number', { ...TREE, stacks: [{ frames: [0], value: Infinity }] }],
    ['a stack without bottom', { ...TREE, stacks: [{ frames: Array(2_000).fill(0), value: 1 }] }],
    ['another unit', { ...TREE, unit: 'ms' }],
  ])('refuses %s', (_, tree) => expect(CallTree.safeParse(tree).success).toBe(false));
});

describe('merge and subtract', () => {
  it('adds equal stacks, whatever the order of their frames', () => {
    const other = folded('gc 1\nmain;log 2\nmain;new 3');
    expect(lines(merge([TREE, other]))).toEqual(['gc 6', 'main;log 17', 'main;new 3', 'main;serve 10', 'main;serve;read 20', 'main;serve;sign 50']);
  });

  it('a function of another file is another function', () => {
    const both = merge([folded('f@a.go 1'), folded('f@b.go 2')]);
    expect(both.frames).toHaveLength(2);
    expect(both.stacks).toHaveLength(2);
  });

  it('says each sentence once', () => {
    const note = (text: string | null) => folded('a 1', 'ns', text);
    expect(merge([note('Estimates. Of 3 samples 1 waited.'), note('Estimates. Of 9 samples 2 waited.'), note(null)]).note).toBe('Estimates. Of 3 samples 1 waited. Of 9 samples 2 waited.');
    expect(merge([note(null)]).note).toBeNull();
  });

  it('takes a base off stack by stack, and never below nothing', () => {
    const left = subtract(TREE, folded('main;serve;sign 30\nmain;log 40\nboot;load 7\ngc 5'));
    expect(lines(left)).toEqual(['main;serve 10', 'main;serve;read 20', 'main;serve;sign 20']);
    expect(left.frames.map(({ name }) => name).sort()).toEqual(['main', 'read', 'serve', 'sign']);
  });

  it('a profile without its own is nothing', () => expect(totalOf(subtract(TREE, TREE))).toBe(0));

  it('units do not mix', () => {
    expect(() => merge([TREE, folded('a 1', 'bytes')])).toThrow(TypeError);
    expect(() => subtract(TREE, folded('a 1', 'bytes'))).toThrow(TypeError);
  });
});

describe('callNodes', () => {
  it('gives each its own value and the total of all below', () => {
    expect([ROOT.self, ROOT.total]).toEqual([0, 100]);
    expect([node('main;serve').self, node('main;serve').total]).toEqual([10, 80]);
    expect(node('main;serve;sign').total).toBe(50);
  });

  it('sorts by name, so that a function stands at the same place in every profile', () => {
    expect(node('main;serve').children.map(({ frame }) => frame?.name)).toEqual(['read', 'sign']);
    const other = callNodes(folded('main;serve;sign 1\nmain;serve;read 99'));
    expect(other.children[0]?.children[0]?.children.map(({ frame }) => frame?.name)).toEqual(['read', 'sign']);
  });

  it('tells the way from the root', () => expect(pathTo(node('main;serve;read')).map(({ frame }) => frame?.name ?? 'all')).toEqual(['all', 'main', 'serve', 'read']));

  it('nothing is a root worth nothing', () => expect(callNodes(folded(''))).toMatchObject({ total: 0, children: [] }));
});

describe('layoutCalls', () => {
  const shown = (focus: CallNode, least = 0) => layoutCalls(focus, least).rows.map((row) => row.map(({ node: { frame }, x, width, above }) => `${frame?.name ?? 'all'} ${x.toFixed(3)}+${width.toFixed(3)}${above ? ' above' : ''}`));

  it('a box is as wide as its share, beside the one before, below its caller', () => {
    expect(shown(ROOT)).toEqual([['all 0.000+1.000'], ['gc 0.000+0.050', 'main 0.050+0.950'], ['log 0.050+0.150', 'serve 0.200+0.800'], ['read 0.200+0.200', 'sign 0.400+0.500']]);
  });

  it('calls never reach beyond their caller', () => {
    for (const row of layoutCalls(ROOT).rows) for (const box of row) for (const child of box.node.children) {
      const below = layoutCalls(ROOT).rows[box.depth + 1]?.find((one) => one.node === child);
      expect(below?.x).toBeGreaterThanOrEqual(box.x - 1e-9);
      expect((below?.x ?? 0) + (below?.width ?? 0)).toBeLessThanOrEqual(box.x + box.width + 1e-9);
    }
  });

  it('zoomed, the callers stay above at full width', () => {
    expect(shown(node('main;serve'))).toEqual([['all 0.000+1.000 above'], ['main 0.000+1.000 above'], ['serve 0.000+1.000'], ['read 0.000+0.250', 'sign 0.250+0.625']]);
  });

  it('leaves out what is too narrow, with all below it, and counts it', () => {
    expect(shown(ROOT, 0.1)).toEqual([['all 0.000+1.000'], ['main 0.050+0.950'], ['log 0.050+0.150', 'serve 0.200+0.800'], ['read 0.200+0.200', 'sign 0.400+0.500']]);
    expect(layoutCalls(ROOT, 0.1).left).toBe(1);
    expect(layoutCalls(ROOT, 0.1).rows.flat()).toHaveLength(6);
  });

  it('nothing at all is one box', () => expect(shown(callNodes(folded('')))).toEqual([['all 0.000+1.000']]));

  it('of ten thousand calls no more are placed than there is room for', () => {
    const wide = callNodes(folded(Array.from({ length: 10_000 }, (_, index) => `main;f${index};g${index} ${index + 1}`).join('\n')));
    const { rows, left } = layoutCalls(wide, 0.5 / 1_000);
    expect(rows.flat().length).toBeLessThan(2 + 2 * 2_000);
    expect(left).toBe(10_000 - (rows[2]?.length ?? 0));
  });
});

describe('boxAt and step', () => {
  const layout = layoutCalls(ROOT);
  const name = (one: CallNode | null | undefined) => (one ? (one.frame?.name ?? 'all') : null);

  it('finds the box under a point, and none beside', () => {
    expect(name(boxAt(layout, 3, 0.3)?.node)).toBe('read');
    expect(name(boxAt(layout, 3, 0.4)?.node)).toBe('sign');
    expect(boxAt(layout, 3, 0.1)).toBeNull();
    expect(boxAt(layout, 3, 0.95)).toBeNull();
    expect(boxAt(layout, 9, 0.5)).toBeNull();
  });

  it('the keys walk rows and calls', () => {
    expect(name(step(layout, null, 'down'))).toBe('all');
    expect(name(step(layout, ROOT, 'down'))).toBe('main');
    expect(name(step(layout, node('main'), 'down'))).toBe('serve');
    expect(name(step(layout, node('main;serve'), 'down'))).toBe('sign');
    expect(name(step(layout, node('main;serve;sign'), 'down'))).toBe('sign');
    expect(name(step(layout, node('main;serve;sign'), 'left'))).toBe('read');
    expect(name(step(layout, node('main;serve;read'), 'left'))).toBe('read');
    expect(name(step(layout, node('main'), 'up'))).toBe('all');
    expect(name(step(layout, ROOT, 'up'))).toBe('all');
    expect(name(step(layout, node('main'), 'first'))).toBe('gc');
    expect(name(step(layout, node('gc'), 'last'))).toBe('main');
  });

  it('a box that is no longer shown leads to the root', () => expect(name(step(layoutCalls(node('main;log')), node('gc'), 'right'))).toBe('all'));
});

describe('searchCalls', () => {
  const found = (root: CallNode, text: string) => {
    const result = searchCalls(root, text);
    return result && { names: [...result.nodes].map(({ frame }) => frame?.name), share: result.share };
  };

  it('by a part of the name, capitals or not', () => expect(found(ROOT, ' SiG ')).toEqual({ names: ['sign'], share: 0.5 }));
  it('what is below another match counts once', () => expect(found(ROOT, 's')).toEqual({ names: ['serve', 'sign'], share: 0.8 }));
  it('a recursion counts once', () => expect(found(callNodes(folded('walk;walk;walk 3\nidle 1')), 'walk')?.share).toBe(0.75));
  it('by the file', () => expect(found(callNodes(folded('f@crypto/tls/conn.go 1\ng 3')), 'crypto/tls')?.share).toBe(0.25));
  it('nothing found is a share of 0; nothing looked for is null', () => {
    expect(found(ROOT, 'zzz')).toEqual({ names: [], share: 0 });
    expect(found(ROOT, '  ')).toBeNull();
    expect(found(callNodes(folded('')), 'x')?.share).toBe(0);
  });
});

describe('topFunctions', () => {
  const rows = (text: string) => topFunctions(callNodes(folded(text))).map(({ frame, self, total }) => [frame.name, self, total]);

  it('by what fell on themselves', () => expect(rows('main;serve;sign 50\nmain;serve 10\nmain;log;sign 15')).toEqual([['sign', 65, 65], ['serve', 10, 60], ['main', 0, 75], ['log', 0, 15]]));
  it('a recursion’s total counts once, its own all', () => expect(rows('walk;walk;walk 3\nwalk 1\nwalk;read;walk 2')).toEqual([['walk', 6, 6], ['read', 0, 2]]));
});

describe('moduleOf', () => {
  it.each([
    ['crypto/tls.(*Conn).clientHandshake', '/usr/lib/go/src/crypto/tls/handshake.go', 'crypto/tls'],
    ['golang.org/x/crypto/chacha20poly1305.(*x).Open', 'x.go', 'golang.org/x/crypto/chacha20poly1305'],
    ['slices.SortFunc[go.shape.[]example.com/pkg.T]', 'sort.go', 'slices'],
    ['runtime.memmove', 'memmove_amd64.s', 'runtime'],
    ['p256SqrInternal', '/usr/lib/go-1.27/src/crypto/internal/fips140/nistec/p256_asm_amd64.s', 'crypto/internal/fips140/nistec'],
    ['System.Net.Security.SslStream.Read', 'System.Net.Security.dll', 'System.Net.Security.dll'],
    ['new System.Collections.Generic.List`1[System.Byte]', null, 'System.Collections.Generic'],
    ['new System.Byte[]', null, 'System'],
    ['native (OpenSSL)', null, null],
    ['(garbage collector)', null, null],
    ['connect', 'node:_tls_wrap', 'node:_tls_wrap'],
    ['run', 'file:///home/me/stacks/node/lib/client.mjs', 'client.mjs'],
  ])('%s is of %s', (name, file, module) => expect(moduleOf({ name, file })).toBe(module));

  it('native code and collections stand aside', () => {
    expect(isAside({ name: '(program)', file: null })).toBe(true);
    expect(isAside({ name: 'runtime.gcBgMarkWorker', file: 'mgc.go' })).toBe(true);
    expect(isAside({ name: 'runtime.mallocgc', file: 'malloc.go' })).toBe(false);
  });

  it('the costliest modules first, by their own', () => {
    const root = callNodes(folded('a/b.f@x.go;c/d.g@y.go 5\na/b.f@x.go;c/d.h@y.go 6\na/b.f@x.go 3\n(program) 90'));
    expect(topModules(root)).toEqual([{ module: 'c/d', self: 11 }, { module: 'a/b', self: 3 }]);
  });
});
