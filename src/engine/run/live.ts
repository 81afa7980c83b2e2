/** The running picture of a run: fed block by block, read as a snapshot. It never changes a figure of the result. */
import { derivePhases } from '../../shared/phases/derive.ts';
import { PhaseSums, type MeanPhase } from '../../shared/phases/sums.ts';
import { LIVE_BINS, LIVE_FROM_NS, LIVE_RATIO, type LiveArm, type LiveSnapshot } from '../../shared/live/snapshot.ts';
import { handshakeEvents, isComplete, totalNs, type Families } from '../result/handshake.ts';
import { RunningMedian } from '../stats/order-interval.ts';
import { median } from '../stats/quantiles.ts';
import { QuantileSketch } from '../stats/sketch.ts';
import type { BlockRecord, BlockSide } from '../store/block-record.ts';
import { joinBlock } from './join.ts';

/** The live flame is the mean of the last seconds: this many, at least. */
const FLAME_MS = 2_000;

/** A sum per handshake; NaN until something was known. */
class PerHandshake {
  #sum = 0;
  #handshakes = 0;

  add(amount: number | null, handshakes: number): void {
    if (amount === null || handshakes === 0) return;
    this.#sum += amount;
    this.#handshakes += handshakes;
  }

  get value(): number {
    return this.#handshakes > 0 ? this.#sum / this.#handshakes : NaN;
  }
}

class SideUse {
  readonly bytes = new PerHandshake();
  readonly objects = new PerHandshake();
  readonly cpuNs = new PerHandshake();
  readonly gc = new PerHandshake();

  add({ done, samples }: BlockSide, observe: BlockRecord['observe']): void {
    if (observe === 'timing') {
      this.cpuNs.add(done.usage.cpuNs, done.handshakes);
      this.gc.add(done.usage.gcCount, done.handshakes);
      return;
    }
    for (const { header, columns } of samples) {
      if (header.quantity === 'ns') continue;
      for (const amount of columns.get('end') ?? []) {
        if (!Number.isNaN(amount)) this[header.quantity].add(amount, 1);
      }
    }
  }
}

class ArmPicture {
  handshakes = 0;
  failed = 0;
  readonly sketch = new QuantileSketch();
  readonly medians = new RunningMedian();
  readonly histogram = new Float64Array(LIVE_BINS);
  readonly client = new SideUse();
  readonly server = new SideUse();
  #recent = new PhaseSums();
  #before = new PhaseSums();
  #turnedMs = 0;

  constructor(private readonly families: Families) {}

  add(record: BlockRecord, nowMs: number): void {
    if (record.warmup) return;
    this.client.add(record.client, record.observe);
    this.server.add(record.server, record.observe);
    if (record.observe !== 'timing') return;
    if (nowMs - this.#turnedMs > FLAME_MS) {
      this.#before = this.#recent;
      this.#recent = new PhaseSums();
      this.#turnedMs = nowMs;
    }
    const totals: number[] = [];
    for (const row of joinBlock(record)) {
      if (!isComplete(row)) {
        if (row.client) this.failed++;
        continue;
      }
      const total = totalNs(row);
      totals.push(total);
      this.sketch.add(total);
      const bin = Math.floor(Math.log(total / LIVE_FROM_NS) / Math.log(LIVE_RATIO));
      const at = Math.min(LIVE_BINS - 1, Math.max(0, bin));
      this.histogram[at] = (this.histogram[at] as number) + 1;
      const events = handshakeEvents(row, this.families);
      if (events) this.#recent.addIntervals(derivePhases(events));
    }
    this.handshakes += totals.length;
    if (totals.length > 0) this.medians.add(median(totals));
  }

  phases(): readonly MeanPhase[] {
    return (this.#before.handshakes > 0 ? this.#before : this.#recent).means();
  }

  read(): LiveArm {
    const [p50Ns = NaN, p90Ns = NaN, p95Ns = NaN, p99Ns = NaN] = this.sketch.quantiles([0.5, 0.9, 0.95, 0.99]);
    const [p50LoNs, p50HiNs] = this.medians.interval();
    return {
      handshakes: this.handshakes,
      failed: this.failed,
      p50Ns, p50LoNs, p50HiNs, p90Ns, p95Ns, p99Ns,
      clientBytes: this.client.bytes.value,
      clientObjects: this.client.objects.value,
      serverBytes: this.server.bytes.value,
      serverObjects: this.server.objects.value,
      clientCpuNs: this.client.cpuNs.value,
      serverCpuNs: this.server.cpuNs.value,
      clientGc: this.client.gc.value,
      serverGc: this.server.gc.value,
      phases: this.phases(),
      histogram: this.histogram,
    };
  }

  /** Half of the interval against the median; infinite while there is none. */
  get relativeHalfWidth(): number {
    const [low, high] = this.medians.interval();
    const [p50 = NaN] = this.sketch.quantiles([0.5]);
    return Number.isNaN(low) ? Infinity : (high - low) / 2 / p50;
  }
}

export class LivePicture {
  readonly #arms: ArmPicture[];
  #sequence = 0;

  constructor(families: readonly Families[]) {
    this.#arms = families.map((family) => new ArmPicture(family));
  }

  add(record: BlockRecord, nowMs: number): void {
    this.#arms[record.arm]?.add(record, nowMs);
  }

  /** The widest interval among `arms` against its median. */
  worstHalfWidth(arms: Iterable<number>): number {
    return Math.max(0, ...[...arms].map((arm) => this.#arms[arm]?.relativeHalfWidth ?? 0));
  }

  read(state: Omit<LiveSnapshot, 'sequence' | 'arms'>): LiveSnapshot {
    return { sequence: this.#sequence++, ...state, arms: this.#arms.map((arm) => arm.read()) };
  }
}
