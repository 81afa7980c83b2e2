/** The exit codes, as `lab --help` promises them. */
export const EXIT = {
  good: 0,
  /** Something broke that is no fault of the command: a disk, a tool that is missing. */
  failed: 1,
  /** Wrong usage, or a scenario or run that cannot be used. */
  usage: 2,
  /** Some arm failed, or the self-check is not sound; what was measured is kept. */
  armFailed: 3,
  /** `lab gate`: a regression that the figures defend, or an arm that no longer runs. */
  regressed: 4,
  /** `lab gate --require-resolution`: the run could not have seen such a regression. */
  unresolved: 5,
  /** Interrupted; the run is kept. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
