/** What stacks this machine has: each worker is started once and asked. */
import { messageOf } from '../errors.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { FAMILIES, findProgram, stackId, type Family } from './programs.ts';
import { Worker } from './worker.ts';

const unavailable = (family: Family, reason: string, remedy: string | null): StackInfo => ({
  id: family,
  family,
  available: false,
  reason,
  remedy,
  version: null,
  library: null,
  offers: [],
  observes: [],
  not: [],
});

async function askStack(family: Family, projectRoot: string): Promise<StackInfo> {
  const found = findProgram(family, projectRoot);
  if (!found.ok) return unavailable(family, found.reason, found.remedy);
  try {
    const worker = await Worker.start({ program: found.program, role: 'client', cpus: null });
    const { version, library, offers, observes, not } = worker.ready;
    await worker.stop();
    return { id: stackId(family, version), family, available: true, reason: null, remedy: null, version, library, offers, observes, not };
  } catch (error) {
    return unavailable(family, messageOf(error), 'run npm test to see what its own tests say');
  }
}

/** Finds the stacks once and remembers them; `refresh` asks again. */
export class StackFinder {
  #found: Promise<StackInfo[]> | null = null;

  constructor(private readonly projectRoot: string) {}

  list(refresh = false): Promise<StackInfo[]> {
    if (refresh) this.#found = null;
    this.#found ??= Promise.all(FAMILIES.map((family) => askStack(family, this.projectRoot)));
    return this.#found;
  }
}
