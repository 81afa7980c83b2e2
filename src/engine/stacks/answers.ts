/**
 * What workers said of themselves, kept beside tools.json, so that a list of stacks starts none of them that is as it was.
 * An answer holds for one program to the byte, its environment, and the libraries it found.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import { StackInfo } from '../../shared/stacks.ts';
import type { Program } from './programs.ts';

const StackAnswer = StackInfo.pick({ offers: true, observes: true, not: true }).extend({ version: z.string(), library: StackInfo.shape.library.unwrap() });
export type StackAnswer = z.infer<typeof StackAnswer>;
const Answers = z.record(z.string(), StackAnswer);

const pathIn = (projectRoot: string): string => join(projectRoot, '.tools/stack-answers.json');

export function readAnswers(projectRoot: string): Readonly<Record<string, StackAnswer>> {
  try {
    return Answers.parse(JSON.parse(readFileSync(pathIn(projectRoot), 'utf8')));
  } catch {
    return {};
  }
}

/** Nobody depends on them: where they cannot be written the workers are asked again next time. */
export function writeAnswers(projectRoot: string, answers: Readonly<Record<string, StackAnswer>>): void {
  const path = pathIn(projectRoot);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(answers));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    return;
  }
}

const mark = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return `${path} ${stat ? `${stat.size} ${stat.mtimeMs}` : '-'}`;
};

/** A script's modules lie beside it, in lib. */
function modulesOf(script: string): string[] {
  const lib = join(dirname(script), 'lib');
  try {
    return readdirSync(lib).sort().map((name) => join(lib, name));
  } catch {
    return [];
  }
}

/** Null where it cannot be said what would be started (a name to be looked for on PATH): such a program is always asked. */
export function answerKey({ command, args, env, hashed, restsOn }: Program): string | null {
  if (!isAbsolute(command)) return null;
  const sources = [hashed, ...args.flatMap((script) => [script, ...modulesOf(script)])];
  const key = createHash('sha256');
  key.update(JSON.stringify([PROTOCOL_VERSION, availableParallelism(), args, Object.entries(env).sort(), [command, ...sources, ...restsOn].map(mark)]));
  try {
    for (const source of new Set(sources)) key.update(readFileSync(source));
  } catch {
    return null;
  }
  return key.digest('hex');
}
