/** What a profile tells: a call tree for each kind of value in it. */
import type { CallTree } from '../../shared/profile/call-tree.ts';
import type { ProfileEntry } from '../../shared/result/document.ts';

export type ProfileKind = ProfileEntry['kind'];
export const PROFILE_KINDS = ['cpu', 'alloc-bytes', 'alloc-objects'] as const satisfies readonly ProfileKind[];

export type Trees = { readonly [kind in ProfileKind]?: CallTree };

/** Bytes that are not what their format says; the message ends the sentence “this profile cannot be read: ”. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
