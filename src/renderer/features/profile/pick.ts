/** Which profile is shown of those that a run has. Pure. */
import type { ProfileEntry } from '../../../shared/result/document.ts';

export type Wish = Pick<ProfileEntry, 'arm' | 'side' | 'kind'>;

export const SIDES = ['client', 'server'] as const;
export const KINDS = ['cpu', 'alloc-bytes', 'alloc-objects'] as const;

/** The arms that have any, in the order of the run. */
export const armsOf = (profiles: readonly ProfileEntry[]): string[] => [...new Set(profiles.map(({ arm }) => arm))];

export const has = (profiles: readonly ProfileEntry[], { arm, side, kind }: Wish): boolean => profiles.some((one) => one.arm === arm && one.side === side && one.kind === kind);

/** What was wished for, or what is nearest: of the same arm, then of the same kind, then of the same side. Null where there are none. */
export function pick(profiles: readonly ProfileEntry[], wish: Wish | null): ProfileEntry | null {
  if (wish === null) return profiles[0] ?? null;
  const nearness = (one: ProfileEntry): number => (one.arm === wish.arm ? 4 : 0) + (one.kind === wish.kind ? 2 : 0) + (one.side === wish.side ? 1 : 0);
  return profiles.reduce<ProfileEntry | null>((best, one) => (best === null || nearness(one) > nearness(best) ? one : best), null);
}
