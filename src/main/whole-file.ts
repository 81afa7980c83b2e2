/** A file for the person: whole or not at all, so that one that is open elsewhere is not left half written. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

export function writeWhole(path: string, bytes: Uint8Array): void {
  const whole = `${path}.new`;
  try {
    writeFileSync(whole, bytes);
    renameSync(whole, path);
  } catch (error) {
    rmSync(whole, { force: true });
    throw new Error(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
