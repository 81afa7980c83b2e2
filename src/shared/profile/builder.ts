/** Gathers stacks into a call tree: equal frames and equal stacks once. */
import type { CallFrame, CallTree, ProfileUnit } from './call-tree.ts';

/** Two frames are one function if their name and file are the same. */
export const identityOf = ({ name, file }: CallFrame): string => `${name}\0${file ?? ''}`;

export class CallTreeBuilder {
  readonly #frames: CallFrame[] = [];
  readonly #indices = new Map<string, number>();
  readonly #stacks = new Map<string, { frames: number[]; value: number }>();

  constructor(
    private readonly unit: ProfileUnit,
    private readonly note: string | null,
  ) {}

  frame(frame: CallFrame): number {
    const identity = identityOf(frame);
    const known = this.#indices.get(identity);
    if (known !== undefined) return known;
    const index = this.#frames.push({ name: frame.name, file: frame.file }) - 1;
    this.#indices.set(identity, index);
    return index;
  }

  /** `frames`: what `frame` gave, outermost first. */
  add(frames: readonly number[], value: number): void {
    if (value === 0) return;
    const key = frames.join(' ');
    const known = this.#stacks.get(key);
    if (known) known.value += value;
    else this.#stacks.set(key, { frames: [...frames], value });
  }

  build(): CallTree {
    // Negative only while a base is taken off.
    return { unit: this.unit, note: this.note, frames: this.#frames, stacks: [...this.#stacks.values()].filter(({ value }) => value > 0) };
  }
}

/** Adds a tree's stacks, each `times` over, to a builder of the same unit. */
export function addTree(builder: CallTreeBuilder, tree: CallTree, times: 1 | -1 = 1): void {
  const own = tree.frames.map((frame) => builder.frame(frame));
  for (const stack of tree.stacks) builder.add(stack.frames.map((index) => own[index] as number), times * stack.value);
}
