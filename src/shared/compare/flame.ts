/** What two arms differ in, as a flame: phases as wide and where they were in A, each with its shift. Pure. */
import type { ComparedArm } from './document.ts';
import { messagesOf, type FlameData, type FlamePhase } from '../flame/data.ts';
import { PHASES, type Side } from '../phases/tree.ts';

type Phase = ComparedArm['phases'][number];

const widthOf = ({ aNs, bNs }: Phase): number => aNs ?? bNs ?? 0;

export function flameOfComparison({ phases }: Pick<ComparedArm, 'phases'>): FlameData {
  const amounts = new Map<Phase, number>();
  const place = (phase: Phase, amount: number): void => {
    amounts.set(phase, amount);
    const children = phases.filter(({ parent }) => parent === phase.id);
    const sum = children.reduce((total, child) => total + widthOf(child), 0);
    // Where phases that only B has make the children wider than A's parent, they share its width.
    const scale = sum > amount ? amount / sum : 1;
    for (const child of children) place(child, widthOf(child) * scale);
  };
  for (const phase of phases.filter(({ parent }) => parent === null)) place(phase, widthOf(phase));
  const flamePhase = (phase: Phase): FlamePhase => {
    const { id, parent, startNs, aNs, bNs, differenceNs, ciNs, defended } = phase;
    return { id, parent, startNs, amount: amounts.get(phase) ?? 0, ci: null, seen: null, shift: { aNs, bNs, differenceNs, ciNs, defended } };
  };
  const of = (side: Side): FlamePhase[] => phases.filter(({ id }) => PHASES[id].side === side).map(flamePhase);
  const [client, server] = [of('client'), of('server')];
  return { weight: 'time', client, server, messages: messagesOf(client, server), handshakes: 0 };
}
