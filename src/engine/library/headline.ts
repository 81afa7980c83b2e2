/** A run in one line of the library. Figures come from a small file beside the run, made when it is first asked for. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { RunHeadline } from '../../shared/ipc/contract.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import { messageOf } from '../errors.ts';
import { openResult, stampOf } from '../result/kept.ts';
import { RUN_SUFFIX } from './folders.ts';

const CACHE = 'headline.json';
const Cached = z.object({ madeFrom: z.string(), headline: RunHeadline });

export const headlineOf = ({ run, arms, stacks }: ResultDocument): RunHeadline => ({
  id: basename(run.folder).slice(0, -RUN_SUFFIX.length),
  name: run.name,
  createdAt: run.createdAt,
  ended: run.ended,
  stacks: stacks.map(({ id }) => id),
  arms: arms.map(({ id, state, handshake }) => ({ id, state, p50Ns: handshake.p50Ns, p50CiNs: handshake.p50CiNs })),
  problem: null,
});

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
    const headline = headlineOf(openResult(folder));
    const path = join(folder, CACHE);
    writeFileSync(`${path}.new`, JSON.stringify({ madeFrom, headline }));
    renameSync(`${path}.new`, path);
    return headline;
  } catch (error) {
    const id = basename(folder).slice(0, -RUN_SUFFIX.length);
    return { id, name: id, createdAt: '', ended: 'failed', stacks: [], arms: [], problem: messageOf(error) };
  }
}
