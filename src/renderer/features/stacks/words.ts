/** What a stack can do, in few words. Pure. */
import { FACTS, INSTANTS } from '../../../shared/protocol/columns.ts';

/** The tokens that begin with a prefix, without it. */
export const after = (tokens: readonly string[], prefix: string): string[] => tokens.flatMap((token) => (token.startsWith(prefix) ? [token.slice(prefix.length)] : []));

const NUMBERED = /^(read|write)(\d+)(Start|End|Bytes)$/;

/** `read0Start`, `read0End` … `read5End` → `read 1…6`: each call has the same columns. */
function folded(names: readonly string[]): string[] {
  const calls = new Map<string, number>();
  const single: string[] = [];
  for (const name of names) {
    const [, call, index] = NUMBERED.exec(name) ?? [];
    if (call === undefined) single.push(name);
    else calls.set(call, Math.max(calls.get(call) ?? 0, Number(index) + 1));
  }
  return [...single, ...[...calls].map(([call, count]) => (count === 1 ? `${call} 1` : `${call} 1…${count}`))];
}

/** What a side of a stack shows of a handshake: instants, and facts such as sizes and what was negotiated. */
export function shownBy(observes: readonly string[], side: 'client' | 'server'): { readonly instants: string[]; readonly facts: string[] } {
  const names = after(observes, `${side}.`);
  const instants = new Set<string>(INSTANTS[side]);
  const bytes = names.filter((name) => name.endsWith('Bytes') && NUMBERED.test(name));
  const isFact = new Set<string>(FACTS[side]);
  return {
    instants: folded(names.filter((name) => instants.has(name))),
    facts: [...names.filter((name) => !instants.has(name) && !bytes.includes(name) && (isFact.has(name) || !NUMBERED.test(name))), ...folded(bytes).map((name) => `${name} bytes`)],
  };
}
