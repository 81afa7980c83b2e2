/** What stacks this machine has: each worker is started once and asked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { findServers } from '../servers/find.ts';
import { answerKey, readAnswers, writeAnswers, type StackAnswer } from './answers.ts';
import { FAMILIES, findProgram, furtherIds, isCalled, stackId, type Family, type Program } from './programs.ts';
import { withAll } from './per-process.ts';
import { readKnownVersions } from './tools.ts';
import { Worker } from './worker.ts';

/** Workers started at a time: a dozen runtimes at once would start slower than one after the other. */
const AT_A_TIME = 4;

/** Starts a program and returns what it says of itself. */
export type Ask = (program: Program) => Promise<StackAnswer>;

const askWorker: Ask = async (program) => {
  const worker = await Worker.start({ program, role: 'client', cpus: null });
  const { version, library, offers, observes, not } = worker.ready;
  await worker.stop();
  return { version, library, offers, observes, not };
};

const unavailable = (id: string, family: Family, reason: string, remedy: string | null): StackInfo => ({
  id, family, available: false, reason, remedy, version: null, library: null, offers: [], observes: [], not: [],
});

const available = (id: string, family: Family, answer: StackAnswer): StackInfo => ({ id, family, available: true, reason: null, remedy: null, ...answer });

/** Does the work for all, a few at a time; results in the order of `items`. */
export async function severalAtATime<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}

/** Whether set-up can be run from here: the app may be a package without its scripts. */
export const setUpProgram = (projectRoot: string): string | null => {
  const path = join(projectRoot, 'scripts/setup.mjs');
  return existsSync(path) ? path : null;
};

/** Finds the stacks once and remembers them; `refresh` asks every worker again. */
export class StackFinder {
  #found: Promise<StackInfo[]> | null = null;

  constructor(
    private readonly projectRoot: string,
    private readonly ask: Ask = askWorker,
    /** Servers that are not ours. */
    private readonly servers: () => Promise<StackInfo[]> = findServers,
  ) {}

  list(refresh = false): Promise<StackInfo[]> {
    if (refresh) this.#found = null;
    this.#found ??= this.#find(refresh);
    return this.#found;
  }

  /** What was added meanwhile is found by the next `list`; the others are not asked again. */
  forget(): void {
    this.#found = null;
  }

  async #find(refresh: boolean): Promise<StackInfo[]> {
    const root = this.projectRoot;
    const before = refresh ? {} : readAnswers(root);
    const answers: Record<string, StackAnswer> = {};
    const answer = async (program: Program): Promise<StackAnswer> => {
      const key = answerKey(program);
      const known = key === null ? undefined : before[key];
      const said = known ?? (await this.ask(program));
      if (key !== null) answers[key] = said;
      return said;
    };
    const canAdd = setUpProgram(root) === null ? [] : readKnownVersions(root).map(({ id }) => id);
    const names = FAMILIES.flatMap((family) => [family, ...furtherIds(family, root)].map((name) => ({ name, family })));
    const stacks = await severalAtATime(names, AT_A_TIME, async ({ name, family }): Promise<StackInfo> => {
      const info = await this.#one(name, family, answer);
      return !info.available && canAdd.includes(name) ? { ...info, addable: true } : info;
    });
    if (JSON.stringify(answers) !== JSON.stringify(before)) writeAnswers(root, answers);
    const own = new Set(stacks.filter((_, index) => names[index]?.name === names[index]?.family).map(({ id }) => id));
    const servers = await this.servers();
    return [...stacks.filter(({ id }, index) => names[index]?.name === names[index]?.family || !own.has(id)), ...servers];
  }

  /** `name`: a family, for this machine's own stack, or the id of a further version. */
  async #one(name: string, family: Family, answer: Ask): Promise<StackInfo> {
    const found = findProgram(name, this.projectRoot);
    if (!found.ok) return unavailable(name, family, found.reason, found.remedy);
    try {
      const said = await answer(withAll(found.program));
      if (name === family) return available(stackId(family, said.version), family, said);
      if (isCalled(name, family, said.version, said.library.version)) return available(name, family, said);
      return unavailable(name, family, `its worker says that it is ${said.version} on ${said.library.name} ${said.library.version}`, 'run npm run setup to build it again');
    } catch (error) {
      return unavailable(name, family, messageOf(error), 'run npm test to see what its own tests say');
    }
  }
}
