/** Call trees written as folded stacks, one a line: `main;serve;read 12`. A file stands behind @. For tests. */
import { CallTreeBuilder } from './builder.ts';
import type { CallTree, ProfileUnit } from './call-tree.ts';

export function folded(text: string, unit: ProfileUnit = 'ns', note: string | null = null): CallTree {
  const builder = new CallTreeBuilder(unit, note);
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const [, names, value] = /^(.*) (\d+)$/.exec(line) as unknown as [string, string, string];
    const frames = names.split(';').map((name) => {
      const [plain, file] = name.split('@') as [string, string | undefined];
      return builder.frame({ name: plain, file: file ?? null });
    });
    builder.add(frames, Number(value));
  }
  return builder.build();
}

/** The other way, sorted. */
export const lines = (tree: CallTree): string[] => tree.stacks.map(({ frames, value }) => `${frames.map((index) => tree.frames[index]?.name).join(';')} ${value}`).sort();
