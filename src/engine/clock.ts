/** CLOCK_MONOTONIC: the one clock that the engine and every worker on this machine share. */
export const monotonicNs = (): bigint => process.hrtime.bigint();
