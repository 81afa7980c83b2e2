/** `wire.json` of a run: the bytes that went by, and the secrets that open them. Written for its owner alone. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LabError, messageOf } from '../errors.ts';
import { WireConnection } from '../network/relay.ts';

export const WIRE_FILE = 'wire.json';
const MOST_BYTES = 512 * 1024 * 1024;

export const RecordedArm = z.object({
  arm: z.string(),
  /** The client starts' instants, ns from the run's start, by their place in `connections`. */
  startsNs: z.array(z.number()),
  connections: z.array(WireConnection),
  /** Lines of the NSS key log format. */
  keyLog: z.array(z.string()),
});
export type RecordedArm = z.infer<typeof RecordedArm>;

const WireFile = z.object({ format: z.literal(1), arms: z.array(RecordedArm) });

export function writeWireFile(folder: string, arms: readonly RecordedArm[]): void {
  const path = join(folder, WIRE_FILE);
  writeFileSync(`${path}.new`, JSON.stringify({ format: 1, arms }), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Throws a LabError where the run has recorded nothing, or the file cannot be read. */
export function readWireFile(folder: string): RecordedArm[] {
  const path = join(folder, WIRE_FILE);
  if (!existsSync(path)) throw new LabError('not-found', `${folder} holds no wire recording; run its scenario again with wire among "observe"`);
  if (statSync(path).size > MOST_BYTES) throw new LabError('bad-run', `${path} is larger than ${MOST_BYTES} bytes`);
  try {
    return WireFile.parse(JSON.parse(readFileSync(path, 'utf8'))).arms;
  } catch (error) {
    throw new LabError('bad-run', `${path} is no wire recording: ${messageOf(error)}`, { cause: error });
  }
}
