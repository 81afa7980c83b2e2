/** `report.json` in a run's folder: what was chosen and typed for its report, so that nothing of it is lost. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeptReport } from '../../shared/report/options.ts';

export const KEPT_REPORT = 'report.json';

/** Null where nothing was kept. What cannot be read is put aside, not written over: somebody may have typed it. */
export function readKeptReport(path: string): KeptReport | null {
  if (!existsSync(path)) return null;
  try {
    return KeptReport.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    renameSync(path, `${path}.unreadable`);
    return null;
  }
}

export function writeKeptReport(path: string, kept: KeptReport): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(kept, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}
