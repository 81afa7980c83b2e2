/** A function's colour: its module's, by a hash onto the palette of the tokens, which stays apart in every sight. Pure. */
import type { CallFrame } from '../../../shared/profile/call-tree.ts';
import { isAside, moduleOf } from '../../../shared/profile/modules.ts';

/** Tokens `--ph-…`; here they stand for modules, not for phases. Neighbours in this order are the furthest apart. */
export const PALETTE = ['kx-client', 'sign', 'verify', 'decode', 'tickets', 'select', 'finished', 'build', 'parse', 'kx-server', 'cvcheck', 'keyshare', 'connect'] as const;
export type PaletteToken = (typeof PALETTE)[number];

/** FNV-1a: a module has the same colour in every picture. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  // The low bits alone would follow the last letter.
  return (value ^ (value >>> 15)) >>> 0;
}

export const moduleColour = (module: string): PaletteToken => PALETTE[hash(module) % PALETTE.length] as PaletteToken;

/** Null for what is drawn in grey: native code, collections, and the root. */
export function frameColour(frame: CallFrame | null): PaletteToken | null {
  if (frame === null || isAside(frame)) return null;
  return moduleColour(moduleOf(frame) as string);
}
