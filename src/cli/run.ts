/** `lab run` and `lab replay`. */
import { resolve } from 'node:path';
import { LabError, type Engine } from '../engine/index.ts';
import type { RunObserver, RunPlan } from '../engine/run/runner.ts';
import { readRunFile } from '../engine/store/run-reader.ts';
import type { ResultDocument } from '../shared/result/document.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { Progress } from './progress.ts';
import { scenarioFrom, type Changes } from './scenario-argument.ts';
import { printRun } from './show.ts';

interface RunOptions extends Changes {
  readonly out?: string;
  readonly json?: boolean;
}

interface ReplayOptions {
  readonly exact?: boolean;
  readonly anyway?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const parentOf = (out: string | undefined): { parent?: string } => (out === undefined ? {} : { parent: resolve(out) });

export async function runScenario(engine: Engine, name: string, options: RunOptions): Promise<ExitCode> {
  return execute(engine, await engine.plan(scenarioFrom(name, options), parentOf(options.out)), options.json === true);
}

export async function replay(engine: Engine, run: string, options: ReplayOptions): Promise<ExitCode> {
  const exact = options.exact === true;
  if (exact) {
    const differences = await engine.differences(run);
    for (const { what, then, now } of differences) process.stderr.write(`differs: ${what}: was ${then}, is ${now}\n`);
    if (differences.length > 0 && options.anyway !== true) {
      throw new LabError('bad-run', 'This would not be an exact replay. Add --anyway to run it all the same, or leave out --exact');
    }
  }
  const { scenario } = readRunFile(engine.runs.find(run)).run;
  return execute(engine, await engine.plan(scenario, { ...parentOf(options.out), replay: { run, exact } }), options.json === true);
}

async function execute(engine: Engine, plan: RunPlan, json: boolean): Promise<ExitCode> {
  const result = await measure(engine, plan);
  await printRun(engine, plan.folder, { json });
  if (result.run.ended === 'interrupted') return EXIT.interrupted;
  return result.arms.some(({ state }) => state === 'failed') ? EXIT.armFailed : EXIT.good;
}

/** Runs a plan with its progress on stderr; an interrupt ends it and keeps it. */
export async function measure(engine: Engine, plan: RunPlan): Promise<ResultDocument> {
  for (const { arm, reason } of plan.arms.refused) process.stderr.write(`left out: ${arm.id}: ${reason}\n`);
  const progress = new Progress(plan);
  const observer: RunObserver = {
    armFailed: (arm, reason) => progress.note(`failed: ${arm}: ${reason}`),
    betweenBlocks: (read) => progress.show(read),
  };
  const run = engine.run(plan, observer);
  const interrupt = (): void => run.stop('interrupted');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await run.execute();
  } finally {
    progress.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
