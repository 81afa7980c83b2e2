/** A run in one line of the library. Figures come from a small file beside the run, made when it is first asked for. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { RunHeadline, type RunEffort } from '../../shared/ipc/contract.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import { isTwin, settingOf, type Arm } from '../../shared/scenario/arms.ts';
import { messageOf } from '../errors.ts';
import { openResult, stampOf } from '../result/kept.ts';
import { readRunFile } from '../store/run-reader.ts';
import { RUN_SUFFIX } from './folders.ts';

const CACHE = 'headline.json';
/** Changes with what a headline holds: older ones are made anew. */
const VERSION = 2;
const Cached = z.object({ version: z.literal(VERSION), madeFrom: z.string(), headline: RunHeadline });

export const headlineOf = ({ run, arms, stacks }: ResultDocument): RunHeadline => ({
  id: basename(run.folder).slice(0, -RUN_SUFFIX.length),
  name: run.name,
  createdAt: run.createdAt,
  ended: run.ended,
  stacks: stacks.map(({ id }) => id),
  arms: arms.map(({ id, state, handshake }) => ({ id, state, p50Ns: handshake.p50Ns, p50CiNs: handshake.p50CiNs })),
  problem: null,
});

/** The result's arms have no settings of their own; the run's file has them. */
function effortOf({ run, machine, arms }: ResultDocument, planned: readonly Arm[]): RunEffort {
  const settings = new Map(planned.filter((arm) => !isTwin(arm)).map((arm) => [arm.id, settingOf(arm, run.scenario)]));
  return {
    machine: { cpu: machine.cpu, cpus: machine.cpus },
    elapsedMs: run.elapsedMs,
    twins: planned.filter(isTwin).length,
    arms: arms.flatMap(({ id, state, handshake: { p50Ns, p50CiNs }, handshakes, rounds }) => {
      const setting = settings.get(id);
      return state === 'failed' || p50Ns === null || setting === undefined ? [] : [{ setting, p50Ns, halfWidth: p50CiNs ? (p50CiNs[1] - p50CiNs[0]) / 2 / p50Ns : null, handshakes, rounds }];
    }),
  };
}

function cached(folder: string, madeFrom: string): RunHeadline | null {
  try {
    const found = Cached.parse(JSON.parse(readFileSync(join(folder, CACHE), 'utf8')));
    return found.madeFrom === madeFrom ? found.headline : null;
  } catch {
    return null;
  }
}

export function readHeadline(folder: string): RunHeadline {
  try {
    const madeFrom = stampOf(folder);
    const known = cached(folder, madeFrom);
    if (known) return known;
    const document = openResult(folder);
    const headline = { ...headlineOf(document), effort: effortOf(document, readRunFile(folder).arms) };
    const path = join(folder, CACHE);
    writeFileSync(`${path}.new`, JSON.stringify({ version: VERSION, madeFrom, headline } satisfies z.input<typeof Cached>));
    renameSync(`${path}.new`, path);
    return headline;
  } catch (error) {
    const id = basename(folder).slice(0, -RUN_SUFFIX.length);
    return { id, name: id, createdAt: '', ended: 'failed', stacks: [], arms: [], problem: messageOf(error) };
  }
}
