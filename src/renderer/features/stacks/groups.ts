/** The stacks by family: those in full, and the versions that are absent. Pure. */
import type { StackInfo } from '../../../shared/stacks.ts';

export interface Group {
  readonly family: string;
  /** What was found, and this machine's own where it was not. */
  readonly shown: readonly StackInfo[];
  /** Further versions that are not here. */
  readonly absent: readonly StackInfo[];
}

const FAMILY_NAMES: Readonly<Record<string, string>> = { go: 'Go', dotnet: '.NET', node: 'Node.js', electron: 'Electron', openssl: 'OpenSSL', 'go-quic': 'quic-go', nginx: 'nginx', haproxy: 'HAProxy', caddy: 'Caddy', 's-server': 'openssl s_server' };
export const familyName = (family: string): string => FAMILY_NAMES[family] ?? family;

export function groupsOf(stacks: readonly StackInfo[]): Group[] {
  const isAbsent = ({ id, family, available }: StackInfo): boolean => !available && id !== family;
  return [...new Set(stacks.map(({ family }) => family))].map((family) => {
    const own = stacks.filter((stack) => stack.family === family);
    return { family, shown: own.filter((stack) => !isAbsent(stack)), absent: own.filter(isAbsent) };
  });
}

/** What a version lacks that the first of its family has, or lacks for another reason; and what only the first lacks. */
export function differentNot(stack: StackInfo, first: StackInfo): { readonly more: StackInfo['not']; readonly fewer: readonly string[] } {
  const same = new Set(first.not.map(({ what, why }) => `${what}\0${why}`));
  const lacking = new Set(stack.not.map(({ what }) => what));
  return { more: stack.not.filter(({ what, why }) => !same.has(`${what}\0${why}`)), fewer: first.not.flatMap(({ what }) => (lacking.has(what) ? [] : [what])) };
}
