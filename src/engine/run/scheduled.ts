/** The scheduling that a scenario asks for, asked of the system, and what came of it. */
import type { SchedulingFacts } from '../../shared/result/scheduling.ts';
import { adviceFor, commandPrefix, grantedPriority, isolate, readGranted, readIsolation, type CommandPrefix, type Isolated } from '../scheduling/index.ts';
import type { Process } from './session.ts';
import type { NoiseSummary } from '../../shared/result/noise.ts';
import type { RunPlan } from './run-file.ts';

export class Scheduled {
  #isolated: Isolated | null = null;
  #granted: SchedulingFacts['granted'] = [];
  /** A process that ends in the middle of a run gives back what it took, too. */
  readonly #atExit = (): void => this.#isolated?.undo();

  private constructor(private readonly plan: RunPlan, readonly prefix: CommandPrefix) {}

  /** Before the workers start: the words that raise their priority. */
  static async prepare(plan: RunPlan): Promise<Scheduled> {
    return new Scheduled(plan, await commandPrefix(plan.scenario.scheduling));
  }

  /** The workers run: what they really got. */
  apply(workers: readonly Process[]): void {
    const { scenario } = this.plan;
    process.once('exit', this.#atExit);
    const priority = grantedPriority(scenario.scheduling.priority, this.prefix.refused, workers.map((worker) => ({ name: worker.name, threads: readGranted(worker.pid) })));
    if (scenario.scheduling.isolate) this.#isolated = isolate({ cpus: this.#cpus(workers), pids: workers.map(({ pid }) => pid), balance: workers.some(({ ready }) => ready.cpus.length > 1) });
    this.#granted = [...(priority ? [priority] : []), ...(this.#isolated ? [this.#isolated.granted] : [])];
  }

  facts(noise: NoiseSummary | null): SchedulingFacts {
    const { placement, cpus, scenario } = this.plan;
    const measured = [...new Set([...placement.server, ...placement.client])];
    const facts = readIsolation(measured);
    const advice = adviceFor(facts, {
      cpus: measured, sharedCore: placement.note.includes('share one core'), availableCpus: cpus.length,
      priority: scenario.scheduling.priority, granted: this.#granted, noise,
    });
    return { granted: this.#granted, isolation: { ...facts, advice } };
  }

  /** Gives back what was taken; may be called at any time. */
  undo(): void {
    this.#isolated?.undo();
    process.off('exit', this.#atExit);
  }

  #cpus(workers: readonly Process[]): number[] {
    return [...new Set(workers.flatMap(({ ready }) => ready.cpus))];
  }
}
