/** The exit codes, as `lab --help` promises them. */
export const EXIT = {
  good: 0,
  /** Something broke that is no fault of the command: a disk, a tool that is missing. */
  failed: 1,
  /** Wrong usage, or a scenario or run that cannot be used. */
  usage: 2,
  /** Some arm failed; the run is kept. */
  armFailed: 3,
  /** Interrupted; the run is kept. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
