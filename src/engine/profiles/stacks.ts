/** The protocol's own format, for runtimes without a profile file of their own. */
import { z } from 'zod';
import { merge } from '../../shared/profile/combine.ts';
import { CallTree } from '../../shared/profile/call-tree.ts';
import { parsedJson } from './json.ts';
import type { Trees } from './trees.ts';

const Stacks = z.preprocess((read) => (typeof read === 'object' && read !== null ? { note: null, ...read } : read), CallTree);

const KINDS = { ns: 'cpu', samples: 'cpu', bytes: 'alloc-bytes', objects: 'alloc-objects' } as const satisfies Record<CallTree['unit'], keyof Trees>;

export function treesOfStacks(bytes: Uint8Array): Trees {
  const tree = parsedJson(bytes, Stacks as z.ZodType<CallTree>);
  return { [KINDS[tree.unit]]: merge([tree]) };
}
