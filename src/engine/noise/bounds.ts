/** What of a slice is judged, and from where on it is too much whatever the machine. docs/noise.md gives the reasons. */
import type { Measure } from '../../shared/result/noise.ts';
import type { OtherCpuFrom } from './reader.ts';

const TICK_NS = 10_000_000;

export interface Bound {
  readonly measure: Measure;
  /** The fixed limit for a slice of this length; null where only the run itself can tell what is normal. */
  readonly floor: ((elapsedNs: number) => number) | null;
  /** Too much, or too little, is a disturbance. */
  readonly side: 'above' | 'below';
  /** A sum over the slice, which grows with its length; or a state. */
  readonly kind: 'sum' | 'state';
}

export interface WatchedCpus {
  /** How many CPUs are measured. */
  readonly cpus: number;
  readonly otherCpuFrom: OtherCpuFrom;
}

/**
 * In the order of how surely each delays a handshake. Not among them is what the workers do themselves (their run time,
 * switches, faults without a disk, deferred interrupts, collections) and what holds it (pressure): it grows with the
 * handshakes' own time, and leaving slices out by it would make the figures better than they are.
 */
export function boundsFor({ cpus, otherCpuFrom }: WatchedCpus): readonly Bound[] {
  const unsureNs = otherCpuFrom === 'ticks' ? cpus * TICK_NS : 0;
  const sum = (measure: Measure, floor: (elapsedNs: number) => number): Bound => ({ measure, floor, side: 'above', kind: 'sum' });
  return [
    // One tick may have been long in the making: two in a slice were not.
    sum('stealNs', (elapsedNs) => TICK_NS + 0.02 * cpus * elapsedNs),
    sum('runQueueWaitNs', (elapsedNs) => 0.04 * elapsedNs + unsureNs),
    sum('throttles', () => 0),
    { measure: 'frequencyKHz', floor: null, side: 'below', kind: 'state' },
    sum('otherCpuNs', (elapsedNs) => 0.05 * cpus * elapsedNs + unsureNs),
    sum('majorFaults', () => 4),
  ];
}
