/** The running picture of a run: fed block by block, read as a snapshot. It never changes a figure of the result. */
import { PhaseSums, type MeanPhase } from '../../shared/phases/sums.ts';
import { LIVE_BINS, LIVE_FROM_NS, LIVE_RATIO, type LiveArm, type LiveSnapshot } from '../../shared/live/snapshot.ts';
import type { MeasuredBlock } from '../result/measured.ts';
import { RunningMedian } from '../stats/order-interval.ts';
import { median } from '../stats/quantiles.ts';
import { QuantileSketch } from '../stats/sketch.ts';
import type { BlockUse } from '../store/block-table.ts';
import { isTiming } from './stage.ts';

/** The live flame is the mean of the last seconds: this many, at least. */
const FLAME_MS = 2_000;

/** A sum per handshake; NaN until something was known. */
class PerHandshake {
  #sum = 0;
  #handshakes = 0;

  add(amount: number, handshakes: number): void {
    if (Number.isNaN(amount) || handshakes === 0) return;
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

  /** From a timing block. */
  addTiming(use: BlockUse): void {
    this.cpuNs.add(use.cpu_ns, use.handshakes);
    this.gc.add(use.gc_count, use.handshakes);
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

  add(block: MeasuredBlock, nowMs: number): void {
    if (block.observe === 'allocations') this.#addAllocations(block);
    if (!isTiming(block)) return;
    this.client.addTiming(block.client);
    this.server.addTiming(block.server);
    if (nowMs - this.#turnedMs > FLAME_MS) {
      this.#before = this.#recent;
      this.#recent = new PhaseSums();
      this.#turnedMs = nowMs;
    }
    this.failed += block.client.failed;
    for (const { latencyNs, amounts } of block.handshakes) {
      this.sketch.add(latencyNs);
      const bin = Math.floor(Math.log(latencyNs / LIVE_FROM_NS) / Math.log(LIVE_RATIO));
      const at = Math.min(LIVE_BINS - 1, Math.max(0, bin));
      this.histogram[at] = (this.histogram[at] as number) + 1;
      this.#recent.addAmounts(amounts);
    }
    this.handshakes += block.handshakes.length;
    if (block.handshakes.length > 0) this.medians.add(median(block.handshakes.map(({ latencyNs }) => latencyNs)));
  }

  #addAllocations(block: MeasuredBlock): void {
    for (const { quantity, client, server } of block.rows) {
      if (quantity === 'ns') continue;
      this.client[quantity].add(client?.numbers['end'] ?? NaN, 1);
      this.server[quantity].add(server?.numbers['end'] ?? NaN, 1);
    }
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
}

export class LivePicture {
  readonly #arms: ArmPicture[];
  #sequence = 0;

  constructor(arms: number) {
    this.#arms = Array.from({ length: arms }, () => new ArmPicture());
  }

  add(block: MeasuredBlock, nowMs: number): void {
    this.#arms[block.arm]?.add(block, nowMs);
  }

  read(state: Omit<LiveSnapshot, 'sequence' | 'arms'>): LiveSnapshot {
    return { sequence: this.#sequence++, ...state, arms: this.#arms.map((arm) => arm.read()) };
  }
}
