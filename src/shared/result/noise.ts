/** What disturbed a run, slice by slice: the kernel's own counts between blocks, never the handshakes' times. docs/noise.md says how they are judged. */
import { z } from 'zod';

/** Differences over one slice; null where this system does not tell. */
export const SliceMeasures = z.object({
  /** Taken from the measured CPUs by the hypervisor, all of them together; told in ticks of 10 ms for each. */
  stealNs: z.number().nullable(),
  /** The workers' threads ready to run, and waiting for a CPU that others had: never more than `otherCpuNs` leaves possible (docs/noise.md). */
  runQueueWaitNs: z.number().nullable(),
  /** The workers' threads on a CPU. */
  runNs: z.number().nullable(),
  voluntarySwitches: z.number().nullable(),
  involuntarySwitches: z.number().nullable(),
  migrations: z.number().nullable(),
  /** Time in which some task of the system, on any CPU, waited for one (PSI). */
  cpuPressureNs: z.number().nullable(),
  /** The measured CPUs busy with other programs and interrupts; to about 1 ms where the CPUs tell of their idle states, else to 10 ms for each. */
  otherCpuNs: z.number().nullable(),
  minorFaults: z.number().nullable(),
  majorFaults: z.number().nullable(),
  /** The lowest frequency of a measured CPU at the slice's end. */
  frequencyKHz: z.number().nullable(),
  /** The workers' garbage collections stopped them for so long. */
  gcPauseNs: z.number().nullable(),
  /** The highest frequency of a measured CPU. This and what follows: null in results from before it was watched. */
  frequencyMaxKHz: z.number().nullable().default(null),
  /** The measured CPUs in interrupts; ticks of 10 ms. */
  irqNs: z.number().nullable().default(null),
  /** The measured CPUs in deferred interrupt work, such as the handshakes' own network traffic; ticks of 10 ms. */
  softirqNs: z.number().nullable().default(null),
  /** How often the measured CPUs were slowed because of heat. */
  throttles: z.number().nullable().default(null),
  /** All waiting of the workers' threads for a CPU, for each other too: a runtime's spare threads wait for its own work. */
  threadWaitNs: z.number().nullable().default(null),
});
export type SliceMeasures = z.infer<typeof SliceMeasures>;
export type Measure = keyof SliceMeasures;

export const SliceReason = z.object({ measure: z.string(), value: z.number(), limit: z.number() });
export type SliceReason = z.infer<typeof SliceReason>;

/** About 100 ms of whole rounds. */
export const NoiseSlice = z.object({
  startMs: z.number(),
  endMs: z.number(),
  firstRound: z.number().int(),
  lastRound: z.number().int(),
  measures: SliceMeasures,
  /** Out of bounds: its rounds are left out of the estimates and run again at the end. */
  marked: z.boolean(),
  reasons: z.array(SliceReason),
});
export type NoiseSlice = z.infer<typeof NoiseSlice>;

export const NoiseSummary = z.object({
  verdict: z.enum(['quiet', 'some marked', 'noisy', 'not watched']),
  /** The measure that was out of bounds most often, or is high throughout. */
  worst: z.string().nullable(),
  slices: z.number().int(),
  marked: z.number().int(),
  /** What this system does not tell, and why. */
  missing: z.array(z.object({ measure: z.string(), why: z.string() })),
});
export type NoiseSummary = z.infer<typeof NoiseSummary>;
