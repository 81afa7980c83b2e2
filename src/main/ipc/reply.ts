/** Errors as envelopes, in main and in the engine's process. */
import type { Reply } from '../../shared/ipc/contract.ts';

/** An error with a code of its own keeps it; all others are `internal`. */
export function refused(error: unknown): Reply<never> {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  return { ok: false, error: { code, message: error instanceof Error ? error.message : String(error) } };
}

/** The way back: an envelope's error as an exception. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new RefusedError(reply.error.code, reply.error.message);
}
