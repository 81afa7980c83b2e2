/** A run's own CPU and allocation profiles, each read when it is written. */
import type { CallTree } from '../../shared/profile/call-tree.ts';
import type { ProfileEntry } from '../../shared/result/document.ts';
import { readProfile } from '../profiles/index.ts';
import { isWanted, type ExportSource } from './piece.ts';

export const KIND_TITLES = { cpu: 'CPU profile', 'alloc-bytes': 'allocation profile, bytes', 'alloc-objects': 'allocation profile, objects' } as const satisfies Record<ProfileEntry['kind'], string>;

export interface ArmProfile {
  readonly entry: ProfileEntry;
  /** Reads the file. */
  readonly tree: () => CallTree;
  /** How much of all is done with it, from 0 to 1. */
  readonly done: number;
}

export function* armProfiles(source: ExportSource): Generator<ArmProfile, void, void> {
  const entries = source.document().profiles.filter(({ arm }) => isWanted(source, arm));
  for (const [index, entry] of entries.entries()) yield { entry, tree: () => readProfile(source.folder, entry.file), done: (index + 1) / entries.length };
}
