// What the process used over a block. V8 tells of collections after the fact, through an observer.
import { PerformanceObserver } from 'node:perf_hooks';

let collections = 0;
let pauseMs = 0;
const count = (entries) => {
  for (const { duration } of entries) {
    collections++;
    pauseMs += duration;
  }
};
const observer = new PerformanceObserver((list) => count(list.getEntries()));
observer.observe({ entryTypes: ['gc'] });

/** Begins to count; the function returned ends it. `allocatedBytes` is the sum over handshakes, an estimate. */
export function measureUsage() {
  count(observer.takeRecords());
  const cpu = process.cpuUsage();
  const before = { collections, pauseMs };
  return (allocatedBytes) => {
    count(observer.takeRecords());
    const { user, system } = process.cpuUsage(cpu);
    return {
      cpuNs: (user + system) * 1000,
      allocatedBytes: Number.isNaN(allocatedBytes) ? null : allocatedBytes,
      allocatedObjects: null,
      exact: false,
      gcCount: collections - before.collections,
      gcPauseNs: Math.round((pauseMs - before.pauseMs) * 1e6),
    };
  };
}

/** Used heap, bytes. It grows with every allocation and shrinks only when a collection ran. */
export const usedHeap = () => process.memoryUsage().heapUsed;
