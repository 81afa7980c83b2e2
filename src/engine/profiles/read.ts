/** Profiles as the runtimes wrote them → call trees. */
import type { ProfileBytes } from '../../shared/protocol/frames.ts';
import type { ProfileFormat } from '../../shared/protocol/messages.ts';
import { merge, subtract } from '../../shared/profile/combine.ts';
import { CallTree } from '../../shared/profile/call-tree.ts';
import { LabError, messageOf } from '../errors.ts';
import { treesOfPprof } from './pprof.ts';
import { treesOfStacks } from './stacks.ts';
import { PROFILE_KINDS, Unreadable, type Trees } from './trees.ts';
import { treesOfCpuProfile, treesOfHeapProfile } from './v8.ts';

const READERS: Readonly<Record<ProfileFormat, (bytes: Uint8Array) => Trees>> = { pprof: treesOfPprof, cpuprofile: treesOfCpuProfile, heapprofile: treesOfHeapProfile, stacks: treesOfStacks };

/**
 * The call trees of one side's profiles of one block, what was there before the block taken off.
 * @throws {LabError} `bad-run` where the bytes are not what their header says
 */
export function readProfiles(profiles: readonly ProfileBytes[]): Trees {
  const parts = { whole: [] as Trees[], base: [] as Trees[] };
  for (const profile of profiles) parts[profile.header.part].push(readOne(profile));
  const of = (part: readonly Trees[], kind: keyof Trees): CallTree | null => {
    const [first, ...others] = part.flatMap((trees) => trees[kind] ?? []);
    return first ? merge([first, ...others]) : null;
  };
  return Object.fromEntries(
    PROFILE_KINDS.flatMap((kind) => {
      const [whole, base] = [of(parts.whole, kind), of(parts.base, kind)];
      return whole ? [[kind, base ? subtract(whole, base) : whole]] : [];
    }),
  );
}

function readOne({ header, bytes }: ProfileBytes): Trees {
  try {
    const trees = READERS[header.format](bytes);
    for (const tree of Object.values(trees)) {
      const checked = CallTree.safeParse(tree);
      if (!checked.success) throw new Unreadable(checked.error.issues[0]?.message ?? 'it has no stacks');
    }
    return trees;
  } catch (error) {
    // Bytes nested too deep end the stack; whatever a reader trips over, it is the bytes.
    throw new LabError('bad-run', `the ${header.format} profile of the ${header.role}, block ${header.block}, cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
