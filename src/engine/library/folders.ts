/** The folders of runs and of own scenarios: listing, naming, deleting with a way back. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { OwnScenario } from '../../shared/ipc/contract.ts';
import { parseScenarioText, textSaying, toScenarioText } from '../../shared/scenario/yaml.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import { LabError } from '../errors.ts';
import { FILES } from '../store/format.ts';
import { readRunFile } from '../store/run-reader.ts';
import { writeRunFile } from '../store/run-writer.ts';

export const RUN_SUFFIX = '.hsrun';
const SCENARIO_SUFFIX = '.hslab.yaml';
/** What was deleted waits here for an undo; emptied when the next start finds it. */
const TRASH = '.trash';

/** A file name that any file system takes, from what a person typed. */
const slug = (name: string): string => name.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60).toLowerCase() || 'run';

/** Ids come over IPC: one plain name, never a path. */
function child(folder: string, id: string): string {
  if (id !== basename(id) || id.startsWith('.')) throw new LabError('not-found', `"${id}" names nothing in the library`);
  return join(folder, id);
}

function toTrash(folder: string, id: string): void {
  const path = child(folder, id);
  if (!existsSync(path)) throw new LabError('not-found', `"${id}" is not in the library any more`);
  mkdirSync(join(folder, TRASH), { recursive: true });
  rmSync(join(folder, TRASH, id), { recursive: true, force: true });
  renameSync(path, join(folder, TRASH, id));
}

function fromTrash(folder: string, id: string): void {
  const path = child(join(folder, TRASH), id);
  if (!existsSync(path)) throw new LabError('not-found', `"${id}" cannot be restored any more`);
  renameSync(path, child(folder, id));
}

export class RunFolders {
  constructor(readonly folder: string) {}

  emptyTrash(): void {
    rmSync(join(this.folder, TRASH), { recursive: true, force: true });
  }

  /** A folder for a new run; its name, without the suffix, is the run's id. */
  newRun(name: string, parent = this.folder): { id: string; folder: string } {
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
    for (let count = 1; ; count++) {
      const id = `${stamp}-${slug(name)}${count === 1 ? '' : `-${count}`}`;
      const folder = join(parent, id + RUN_SUFFIX);
      if (!existsSync(folder)) return { id, folder };
    }
  }

  /** Folders of runs, newest first. */
  list(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(RUN_SUFFIX) && existsSync(join(this.folder, name, FILES.run)))
      .sort()
      .reverse()
      .map((name) => join(this.folder, name));
  }

  /** A run by id or by path. */
  find(run: string): string {
    const candidates = isAbsolute(run) || run.includes('/') ? [resolve(run)] : [child(this.folder, run + RUN_SUFFIX), child(this.folder, run), resolve(run)];
    const found = candidates.find((path) => existsSync(join(path, FILES.run)));
    if (!found) throw new LabError('not-found', `No run "${run}" is in ${this.folder}, nor is it a run's folder; "lab show" without a name lists the runs`);
    return found;
  }

  rename(run: string, name: string): void {
    const folder = this.find(run);
    const file = readRunFile(folder);
    writeRunFile(folder, { ...file, run: { ...file.run, name } });
  }

  delete(run: string): void {
    toTrash(this.folder, basename(this.find(run)));
  }

  restore(run: string): void {
    fromTrash(this.folder, run.endsWith(RUN_SUFFIX) ? run : run + RUN_SUFFIX);
  }
}

export class ScenarioFolder {
  constructor(readonly folder: string) {}

  list(): OwnScenario[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(SCENARIO_SUFFIX) && !name.startsWith('.'))
      .map((name): OwnScenario => {
        const path = join(this.folder, name);
        const id = name.slice(0, -SCENARIO_SUFFIX.length);
        const modifiedAt = statSync(path).mtime.toISOString();
        const text = readFileSync(path, 'utf8');
        const parsed = parseScenarioText(text);
        return parsed.ok
          ? { id, name: parsed.scenario.name, modifiedAt, scenario: parsed.scenario, problem: null, text }
          : { id, name: id, modifiedAt, scenario: null, problem: parsed.problems.map((one) => `${one.field}: ${one.message}`).join('; ') };
      })
      .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  }

  /** Saves as the text says it, or else as the file does that it takes the place of: their comments stay. */
  save(id: string | null, scenario: Scenario, text?: string): string {
    mkdirSync(this.folder, { recursive: true });
    const free = (base: string): string => {
      for (let count = 1; ; count++) {
        const name = count === 1 ? base : `${base}-${count}`;
        if (!existsSync(child(this.folder, name + SCENARIO_SUFFIX))) return name;
      }
    };
    const chosen = id ?? free(slug(scenario.name));
    const path = child(this.folder, chosen + SCENARIO_SUFFIX);
    const base = text ?? (existsSync(path) ? readFileSync(path, 'utf8') : null);
    writeFileSync(`${path}.new`, base === null ? toScenarioText(scenario) : textSaying(scenario, base).text);
    renameSync(`${path}.new`, path);
    return chosen;
  }

  delete(id: string): void {
    toTrash(this.folder, id + SCENARIO_SUFFIX);
  }

  restore(id: string): void {
    fromTrash(this.folder, id + SCENARIO_SUFFIX);
  }
}
