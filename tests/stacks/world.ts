/** A world of its own for each test: folders, engine, and the processes it started. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../src/engine/index.ts';
import type { RunObserver } from '../../src/engine/run/runner.ts';
import type { ArmResult, ResultDocument } from '../../src/shared/result/document.ts';
import { Scenario, type ScenarioInput } from '../../src/shared/scenario/schema.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface World {
  readonly folder: string;
  readonly engine: Engine;
  /** Runs a scenario to its end and returns the result document. */
  run(input: ScenarioInput, observer?: RunObserver): Promise<ResultDocument>;
  close(): void;
}

export function makeWorld(): World {
  const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
  const engine = createEngine({ projectRoot, appVersion: '0.0.0-test', runsFolder: join(folder, 'runs'), scenariosFolder: join(folder, 'scenarios') });
  return {
    folder,
    engine,
    async run(input, observer = {}) {
      // As many rounds as were asked for and no twin: what these tests count on are counts.
      const plan = await engine.plan(Scenario.parse({ noiseFloor: 'none', repeatNoisy: '0%', ...input }));
      return engine.run(plan, observer).execute();
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Handshakes with those of the rounds that a busy machine had marked. */
export const measuredBy = ({ handshakes, withMarked }: ArmResult): number => withMarked?.handshakes ?? handshakes;

/** Live processes (no zombies) whose command line holds `text`. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const state = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.[0];
      return state !== 'Z' && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text) ? [Number(name)] : [];
    } catch {
      return []; // it ended while we looked
    }
  });
}

/** Polls until `holds`, or fails after `ms`. */
export async function eventually(holds: () => boolean, ms = 5_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`did not hold within ${ms} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
