/** Runs to be exported, for tests: the sample result over the rows of a run that was kept, and a run folder of one's own with profiles. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { ProfileEntry, ResultDocument } from '../../shared/result/document.ts';
import { CPU, ALLOCS, pprofOf } from '../profiles/pprof.fixture.ts';
import { storeProfiles } from '../profiles/index.ts';
import { openRun } from '../store/run-reader.ts';
import type { ExportSource, Writer } from './piece.ts';

const FIXTURE = fileURLToPath(new URL('../../../tests/fixtures/run-format-1.hsrun', import.meta.url));

export interface World {
  readonly folder: string;
  /** A file's path in a folder that goes with the world. */
  readonly at: (name: string) => string;
  remove(): void;
}

/** A copy of a run as it was kept, with two profiles. */
export function makeRun(): World & { readonly profiles: ProfileEntry[] } {
  const home = mkdtempSync(join(tmpdir(), 'hslab-test-'));
  const folder = join(home, 'copy.hsrun');
  cpSync(FIXTURE, folder, { recursive: true });
  const header = { type: 'profile', endpoint: 1, role: 'server', block: 3, format: 'pprof', part: 'whole' } as const;
  const stored = [
    ...storeProfiles(folder, { arm: 0, side: 'server', observe: 'cpu-profile' }, [{ header, bytes: pprofOf(CPU, 'main;serve;sign 3 3000000\nmain;serve 1 500000') }]),
    ...storeProfiles(folder, { arm: 1, side: 'server', observe: 'alloc-profile' }, [{ header, bytes: pprofOf(ALLOCS, 'main;parse 2 128 0 0') }]),
  ];
  const profiles = stored.map(({ kind, file }): ProfileEntry => ({ arm: (RESULT.arms[file.startsWith('0') ? 0 : 1] as { id: string }).id, side: 'server', kind, file, handshakes: 40 }));
  return { folder, profiles, at: (name) => join(home, name), remove: () => rmSync(home, { recursive: true }) };
}

export const sourceOf = (folder: string, document: ResultDocument = RESULT, arm: string | null = null): ExportSource => ({ folder, arm, document: () => document, stored: () => openRun(folder) });

/** What a writer writes, whole; its progress must never go back. */
export function written(writer: Writer, source: ExportSource): Buffer {
  const parts: Buffer[] = [];
  let before = 0;
  for (const { bytes, done } of writer(source)) {
    if (!(done >= before && done <= 1)) throw new Error(`progress went from ${before} to ${done}`);
    before = done;
    parts.push(typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes));
  }
  if (before !== 1) throw new Error(`progress ended at ${before}`);
  return Buffer.concat(parts);
}
