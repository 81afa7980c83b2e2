/** The stacks that a scenario can name, family by family. Pure. */
import type { StackInfo } from '../../../shared/stacks.ts';

export interface StackChoice {
  /** What the scenario says: `go` (the newest found), `go1.26`, `go*` (all versions). */
  readonly value: string;
  readonly label: string;
  readonly kind: 'newest' | 'version' | 'all' | 'named';
  /** Why it is not there, and what adds it; null where it is. */
  readonly absent: { readonly reason: string; readonly remedy: string | null } | null;
}

export interface StackFamily {
  readonly family: string;
  readonly choices: readonly StackChoice[];
}

const absentOf = ({ available, reason, remedy }: StackInfo): StackChoice['absent'] => (available ? null : { reason: reason ?? '', remedy });

/** Families in the order found; in each the newest found by the family's name, the other versions by their own, and all of them. */
export function stackFamilies(stacks: readonly StackInfo[], named: readonly string[]): StackFamily[] {
  const families = [...new Set(stacks.map(({ family }) => family))].map((family): StackFamily => {
    const own = stacks.filter((stack) => stack.family === family);
    const newest = own.find(({ available }) => available) ?? own[0];
    return {
      family,
      choices: [
        ...own.map((stack): StackChoice => (stack === newest ? { value: family, label: stack.id, kind: 'newest', absent: absentOf(stack) } : { value: stack.id, label: stack.id, kind: 'version', absent: absentOf(stack) })),
        ...(own.length > 1 ? [{ value: `${family}*`, label: '', kind: 'all', absent: null } satisfies StackChoice] : []),
      ],
    };
  });
  const known = new Set(families.flatMap(({ choices }) => choices.map(({ value }) => value)));
  const others = named.filter((name) => !known.has(name));
  // A name that is the newest's own is not the family's: it stays that version when a newer one is found.
  const familyOf = (name: string): string | undefined => families.find(({ family }) => name === family || (name.startsWith(family) && /^[0-9*]/.test(name.slice(family.length))))?.family;
  const placed = families.map((one) => ({ ...one, choices: [...one.choices, ...others.filter((name) => familyOf(name) === one.family).map((name): StackChoice => ({ value: name, label: name, kind: 'named', absent: null }))] }));
  const strange = others.filter((name) => familyOf(name) === undefined);
  return strange.length === 0 ? placed : [...placed, { family: '', choices: strange.map((name): StackChoice => ({ value: name, label: name, kind: 'named', absent: null })) }];
}

/** What is chosen after a click. All versions take the place of single ones and the other way round; one stays chosen. */
export function toggled(choice: StackChoice, family: StackFamily, chosen: readonly string[]): string[] {
  if (chosen.includes(choice.value)) return chosen.length > 1 ? chosen.filter((name) => name !== choice.value) : [...chosen];
  const goes = (name: string): boolean => family.choices.some(({ value, kind }) => value === name && (choice.kind === 'all' ? true : kind === 'all'));
  return [...chosen.filter((name) => !goes(name)), choice.value];
}
