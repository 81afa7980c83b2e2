/** A failure that a person can act on: what, where, and what to do. `code` is stable and goes over IPC and to exit codes. */
export class LabError extends Error {
  override readonly name = 'LabError';
  constructor(
    readonly code: 'bad-scenario' | 'no-arm' | 'worker' | 'disk' | 'not-found' | 'bad-run' | 'too-new' | 'busy' | 'missing-tool',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
