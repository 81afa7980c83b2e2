/** `lab export`: a run in another tool's format. */
import { renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Engine } from '../engine/index.ts';
import type { ExportId } from '../shared/export.ts';
import { EXIT, type ExitCode } from './exit.ts';

export async function exportRun(engine: Engine, run: string, { as, out }: { readonly as: ExportId; readonly out?: string }): Promise<ExitCode> {
  const { name, bytes } = engine.exported(run, as);
  if (out === '-') {
    process.stdout.write(bytes);
    return EXIT.good;
  }
  const path = resolve(out ?? name);
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
  process.stderr.write(`Wrote ${path}\n`);
  return EXIT.good;
}
