/** Profiles in a run's folder: call trees for this program, and the runtimes' own files for theirs (go tool pprof, Chrome's DevTools). */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
import type { Observation, ProfileFormat } from '../../shared/protocol/messages.ts';
import { merge } from '../../shared/profile/combine.ts';
import { CallTree } from '../../shared/profile/call-tree.ts';
import type { ProfileEntry } from '../../shared/result/document.ts';
import { LabError } from '../errors.ts';
import { writeWhole } from '../store/run-writer.ts';
import { parsedJson } from './json.ts';
import { readProfiles } from './read.ts';
import { PROFILE_KINDS, Unreadable, type ProfileKind } from './trees.ts';

const FOLDER = 'profiles';
const MOST_BYTES = 256 * 1024 * 1024;
const ENDINGS: Readonly<Record<ProfileFormat, string>> = { pprof: '.pb.gz', cpuprofile: '.cpuprofile', heapprofile: '.heapprofile', stacks: '.stacks.json' };
const NAME = /^\d{1,6}-(client|server)-(cpu|alloc-bytes|alloc-objects)\.json$/;

export interface ProfiledSide {
  /** The arm's number in the plan. */
  readonly arm: number;
  readonly side: ProfileEntry['side'];
  readonly observe: Extract<Observation, 'cpu-profile' | 'alloc-profile'>;
}

export interface StoredProfile {
  readonly kind: ProfileKind;
  /** By which `readProfile` knows it. */
  readonly file: string;
}

/**
 * Keeps one side's profiles of one block; what earlier blocks of this arm and side told is added to. What the runtime wrote is kept
 * even where it cannot be read.
 * @throws {LabError} `bad-run`, where it cannot be read
 */
export function storeProfiles(folder: string, { arm, side, observe }: ProfiledSide, profiles: readonly ProfileBytes[]): StoredProfile[] {
  if (profiles.length === 0) return [];
  const own = join(folder, FOLDER);
  mkdirSync(own, { recursive: true });
  profiles.forEach(({ header, bytes }, index) => {
    const again = profiles.slice(0, index).filter((earlier) => earlier.header.part === header.part).length;
    const part = `${header.part === 'base' ? '-base' : ''}${again > 0 ? `-${again + 1}` : ''}`;
    writeWhole(own, `${arm}-${side}-${observe.replace('-profile', '')}-block${header.block}${part}${ENDINGS[header.format]}`, bytes);
  });
  const trees = readProfiles(profiles);
  return PROFILE_KINDS.flatMap((kind) => {
    const tree = trees[kind];
    if (!tree) return [];
    const file = `${arm}-${side}-${kind}.json`;
    const whole = existsSync(join(own, file)) ? merge([readProfile(folder, file), tree]) : tree;
    writeWhole(own, file, JSON.stringify(whole));
    return [{ kind, file }];
  });
}

/**
 * A call tree by the name that `storeProfiles` gave it.
 * @throws {LabError} `not-found`; `bad-run` where the file is no call tree
 */
export function readProfile(folder: string, file: string): CallTree {
  const path = join(folder, FOLDER, file);
  if (!NAME.test(file) || !existsSync(path)) throw new LabError('not-found', `this run has no profile ${file}`);
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new LabError('bad-run', `${path} is larger than ${MOST_BYTES} bytes`);
  try {
    return parsedJson(readFileSync(path), CallTree);
  } catch (error) {
    if (error instanceof Unreadable) throw new LabError('bad-run', `${path} is no call tree: ${error.message}`, { cause: error });
    throw error;
  }
}
