/** Where an export's bytes go: a file that is there whole or not at all, or a stream. */
import { once } from 'node:events';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { LabError, messageOf } from '../errors.ts';

export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** It will not be: nothing is left of it, as far as that can be. */
  discard(): Promise<void>;
}

/** Written beside its place and moved there at the end; what was there before stays until then. `secret`: for its owner alone. */
export async function fileSink(path: string, { secret = false }: { readonly secret?: boolean } = {}): Promise<Sink> {
  const whole = `${path}.new`;
  const told = (error: unknown): LabError => new LabError('disk', `${path} could not be written: ${messageOf(error)}`, { cause: error });
  let file: FileHandle;
  try {
    file = await open(whole, 'w', secret ? 0o600 : 0o666);
  } catch (error) {
    throw told(error);
  }
  return {
    async write(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
      } catch (error) {
        throw told(error);
      }
    },
    async finish() {
      try {
        await file.close();
        await rename(whole, path);
      } catch (error) {
        throw told(error);
      }
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(whole, { force: true });
    },
  };
}

/** A stream that others end. */
export const streamSink = (stream: Writable): Sink => ({
  async write(bytes) {
    if (!stream.write(bytes)) await once(stream, 'drain');
  },
  finish: async () => undefined,
  discard: async () => undefined,
});
