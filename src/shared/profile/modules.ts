/** Which module or package a function is from, in the words of its runtime. */
import type { CallFrame } from './call-tree.ts';
import { visit, type CallNode } from './nodes.ts';

/** `crypto/tls.(*Conn).Handshake` → `crypto/tls`: the package's path ends at the first dot after its last slash. */
function goPackage(name: string): string {
  // A type argument may hold slashes of its own.
  const plain = name.replace(/\[.*$/s, '');
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  return dot < 0 ? plain : plain.slice(0, dot);
}

/** Functions of assembly may have no package in their name; their file has it: `…/src/crypto/internal/nistec/p256_asm_amd64.s`. */
const goFolder = (file: string): string => file.replace(/^.*\/src\//, '').replace(/\/[^/]*$/, '');

/** `new System.Collections.Generic.List` → `System.Collections.Generic`: what an allocation made. */
const namespaceOf = (type: string): string => type.replace(/[[<`].*$/s, '').replace(/\.?[^.]*$/, '');

/** Null for what no module holds: native code, V8's own `(program)` and `(garbage collector)`. */
export function moduleOf({ name, file }: CallFrame): string | null {
  if (file === null) return name.startsWith('new ') ? namespaceOf(name.slice(4)) || null : null;
  if (/\.(go|s)$/.test(file)) return name.includes('.') ? goPackage(name) : goFolder(file);
  if (file.startsWith('node:')) return file;
  return file.replace(/^.*[\\/]/, '') || file;
}

/** Go's collector and the clearing up after it run in functions of the runtime that begin so. */
const GO_COLLECTOR = /^runtime\.(gc|bgsweep|bgscavenge|\(\*(gcWork|sweep|mspan|mheap)|scan|grey|mark|sweep)/;

/** Work that is no handshake's: native code, collections, a runtime waiting. */
export const isAside = (frame: CallFrame): boolean => moduleOf(frame) === null || GO_COLLECTOR.test(frame.name);

/** The modules by what fell on their own functions, the costliest first. */
export function topModules(root: CallNode): { readonly module: string; readonly self: number }[] {
  const sums = new Map<string, number>();
  visit(root, ({ frame, self }) => {
    if (!frame || isAside(frame) || self === 0) return;
    const module = moduleOf(frame) as string;
    sums.set(module, (sums.get(module) ?? 0) + self);
  });
  return [...sums].map(([module, self]) => ({ module, self })).sort((a, b) => b.self - a.self || (a.module < b.module ? -1 : 1));
}
