/** The last self-check of this machine, beside the runs. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SelfCheckDocument } from '../../shared/selfcheck/document.ts';
import { writeWhole } from '../store/run-writer.ts';

const FILE = 'selfcheck.json';

export function keepSelfCheck(runsFolder: string, document: SelfCheckDocument): void {
  mkdirSync(runsFolder, { recursive: true });
  writeWhole(runsFolder, FILE, `${JSON.stringify(document, null, 1)}\n`);
}

/** Null where there is none, or none that this version reads. */
export function readSelfCheck(runsFolder: string): SelfCheckDocument | null {
  try {
    return SelfCheckDocument.parse(JSON.parse(readFileSync(join(runsFolder, FILE), 'utf8')));
  } catch {
    return null;
  }
}
