/** What an exact replay of a run would not find as it was. */
import type { Difference } from '../../shared/ipc/contract.ts';
import type { Machine, Placement } from '../../shared/result/document.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { programHash } from './run-file.ts';
import type { RunFile } from '../store/format.ts';

export function differencesNow(file: RunFile, now: { stacks: readonly StackInfo[]; machine: Machine; cpus: readonly number[]; projectRoot: string }): Difference[] {
  const differences: Difference[] = [];
  const compare = (what: string, then: string, today: string): void => {
    if (then !== today) differences.push({ what, then, now: today });
  };
  for (const stack of file.stacks) {
    const found = now.stacks.find((known) => known.id === stack.id && known.available);
    if (!found) {
      differences.push({ what: stack.id, then: stack.version, now: 'not available' });
      continue;
    }
    compare(`${stack.id} version`, stack.version, found.version ?? '');
    compare(`${stack.id} library`, `${stack.library.name} ${stack.library.version}`, `${found.library?.name ?? ''} ${found.library?.version ?? ''}`);
    compare(`${stack.id} worker program`, stack.sha256.slice(0, 12), programHash(found.id, now.projectRoot).slice(0, 12));
  }
  compare('CPU', file.machine.cpu, now.machine.cpu);
  compare('kernel', file.machine.kernel, now.machine.kernel);
  const missing = placedCpus(file.placement).filter((cpu) => !now.cpus.includes(cpu));
  if (missing.length > 0) differences.push({ what: 'CPUs of the placement', then: placedCpus(file.placement).join(', '), now: `without ${missing.join(', ')}` });
  return differences;
}

const placedCpus = ({ server, client }: Placement): number[] => [...new Set([...server, ...client])].sort((a, b) => a - b);
