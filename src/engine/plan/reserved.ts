/** HSLAB_RESERVED_CPUS: the CPUs that `cpus: auto` keeps for the app, such as `0,2-3`; `auto` or nothing leaves the choice to the program. */
import { LabError } from '../errors.ts';
import { parseCpuList } from '../stacks/cpu-list.ts';
import type { ReservedCpus } from './placement.ts';

const LIST = /^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/;

/** Null where nothing is said. Throws a LabError where it says no CPUs. */
export function parseReserved(text: string | undefined): ReservedCpus | null {
  const plain = text?.replaceAll(' ', '') ?? '';
  if (plain === '') return null;
  if (plain === 'auto') return 'auto';
  const cpus = LIST.test(plain) ? parseCpuList(plain) : [];
  if (cpus.length === 0) throw new LabError('bad-scenario', `HSLAB_RESERVED_CPUS=${JSON.stringify(text)} names no CPUs; give a list such as 0,2-3, or auto`);
  return cpus;
}
