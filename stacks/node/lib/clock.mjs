// CLOCK_MONOTONIC in ns from an epoch. performance.now() reads the same clock as process.hrtime (uv_hrtime), but gives a double:
// hrtime.bigint() would allocate at every mark. Both are read together once to know where performance.now() counts from.
import { performance } from 'node:perf_hooks';

const originNs = (() => {
  let best = { width: Infinity, origin: 0n };
  for (let attempt = 0; attempt < 200; attempt++) {
    const before = process.hrtime.bigint();
    const now = performance.now();
    const after = process.hrtime.bigint();
    const width = Number(after - before);
    if (width < best.width) best = { width, origin: before + BigInt(Math.round(width / 2)) - BigInt(Math.round(now * 1e6)) };
  }
  return best.origin;
})();

/** A function that reads ns since the epoch (a decimal string of CLOCK_MONOTONIC ns). */
export function clockFrom(epochNs) {
  const offset = Number(originNs - BigInt(epochNs));
  return () => performance.now() * 1e6 + offset;
}
