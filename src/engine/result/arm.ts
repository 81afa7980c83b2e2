/** One arm's figures, gathered block by block: in constant memory but for the times themselves. */
import { phaseAmounts } from '../../shared/phases/sums.ts';
import { derivePhases } from '../../shared/phases/derive.ts';
import { PHASES } from '../../shared/phases/tree.ts';
import type { ArmResult, Distribution, Estimate, Example, PhaseMean } from '../../shared/result/document.ts';
import type { JoinedRow } from '../run/join.ts';
import { isTiming } from '../run/stage.ts';
import { level, median } from '../stats/quantiles.ts';
import { QuantileSketch } from '../stats/sketch.ts';
import { AllocationFigures, GcFigures } from './allocations.ts';
import { NegotiatedFacts } from './negotiated.ts';
import { handshakeEvents, isComplete, isServed, messagesIn, totalNs, type Families } from './handshake.ts';
import { LoadFigures } from './load.ts';
import type { MeasuredBlock } from './measured.ts';
import { MeanMessages } from './messages.ts';
import { PairSeries } from './pair-series.ts';
import { ResumptionFigures } from './resumption.ts';
import { placeOf, Sample, Strand } from './strand.ts';

/** p99.9 says something only with this many handshakes in all. */
const TAIL_HANDSHAKES = 10_000;
const DISTRIBUTION_BINS = 80;
const MAX_POSITIONS = 20;
const MAX_ROUND_POINTS = 1_000;

/** Reads one handshake back from where it is kept. */
export type FindRow = (block: number, position: number) => (JoinedRow & { readonly round: number }) | null;

const estimate = (value: number | null, ci: [number, number] | null): Estimate => ({ value, ci });

export class ArmFigures {
  readonly #clean = new Strand();
  readonly #marked = new Strand();
  readonly #long = new Strand();
  readonly #positions: Strand[] = [];
  readonly pairs = { clean: new PairSeries(), marked: new PairSeries(), long: new PairSeries('rounds') };
  readonly #connect = new QuantileSketch();
  readonly #messages = new MeanMessages();
  readonly #negotiated = new NegotiatedFacts();
  readonly #errors = new Map<string, number>();
  readonly #allocations = { client: new AllocationFigures('client'), server: new AllocationFigures('server') };
  readonly #gc = { client: new GcFigures(), server: new GcFigures() };
  readonly #load = new LoadFigures();
  readonly #resumption = new ResumptionFigures();
  #latencyTo: ArmResult['latencyTo'] = 'end';
  readonly #phases = new Map<string, QuantileSketch>();
  /** Rounds' medians with the rounds that each stands for. */
  #roundMedians: { round: number; medianNs: number }[] = [];
  #rounds = { clean: 0, marked: 0 };
  #failed = 0;
  #served = { clean: 0, marked: 0 };
  #warmup = 0;

  constructor(private readonly families: Families) {}

  get handshakes(): number {
    return this.#clean.handshakes;
  }

  /** `marked`: the noise watch found its slice out of bounds. */
  add(block: MeasuredBlock, marked: boolean): void {
    for (const row of block.rows) this.#noteError(row);
    if (block.stage === 'warm-up' || block.stage === 'trial') {
      this.#warmup += block.handshakes.length;
      return;
    }
    if (block.observe === 'allocations') {
      for (const side of ['client', 'server'] as const) this.#allocations[side].add(block);
      return;
    }
    if (block.observe !== 'timing') return;
    if (block.stage === 'long') this.#addLong(block);
    else if (isTiming(block)) this.#addTiming(block, marked);
  }

  #addTiming(block: MeasuredBlock, marked: boolean): void {
    this.#failed += block.rows.filter((row) => row.quantity === 'ns' && row.client !== null && !isComplete(row)).length;
    this.#served[marked ? 'marked' : 'clean'] += block.rows.filter((row) => row.quantity === 'ns' && isServed(row)).length;
    const values = block.handshakes.map(({ latencyNs }) => latencyNs);
    const part = {
      round: block.round,
      block: block.block,
      values,
      positions: block.handshakes.map(({ row }) => row.position),
      phases: block.handshakes.map(({ amounts }) => amounts),
      elapsedNs: block.client.elapsed_ns,
      cpu: { clientNs: block.client.cpu_ns, serverNs: block.server.cpu_ns, clientHandshakes: block.client.handshakes, serverHandshakes: block.server.handshakes },
    };
    (marked ? this.#marked : this.#clean).add(part);
    if (values.length > 0) {
      const medianNs = median(values);
      this.#rounds[marked ? 'marked' : 'clean']++;
      (marked ? this.pairs.marked : this.pairs.clean).add(block.round, level(values));
      this.#noteRound(block.round, medianNs);
    }
    for (const side of ['client', 'server'] as const) this.#gc[side].add(block[side]);
    for (const { row } of block.handshakes) {
      this.#negotiated.add(row);
      this.#messages.add(messagesIn(row));
      if (row.client?.numbers['firstByte'] !== undefined) this.#latencyTo = 'firstByte';
      const { connectStart, connectEnd } = row.client?.numbers ?? {};
      if (connectStart !== undefined && connectEnd !== undefined) this.#connect.add(connectEnd - connectStart);
    }
    this.#load.add(block);
    this.#resumption.add(block);
    for (const { amounts } of block.handshakes) {
      for (const { id, amount } of amounts) {
        let sketch = this.#phases.get(id);
        if (!sketch) this.#phases.set(id, (sketch = new QuantileSketch()));
        sketch.add(amount);
      }
    }
    if (marked) return;
    for (const { row, latencyNs } of block.handshakes) {
      if (row.position >= MAX_POSITIONS) continue;
      (this.#positions[row.position] ??= new Strand()).add({ ...part, values: [latencyNs], positions: [row.position], phases: [], elapsedNs: 0, cpu: NO_CPU });
    }
  }

  /** The first handshakes of a long block are as cold as a short block's: they are left out. */
  #addLong(block: MeasuredBlock): void {
    const warm = block.handshakes.slice(Math.floor(block.handshakes.length / 3));
    const values = warm.map(({ latencyNs }) => latencyNs);
    if (values.length === 0) return;
    this.#long.add({ round: block.round, block: block.block, values, positions: warm.map(({ row }) => row.position), phases: [], elapsedNs: 0, cpu: NO_CPU });
    this.pairs.long.add(block.round, level(values));
  }

  #noteError(row: JoinedRow): void {
    if (row.quantity !== 'ns') return;
    const text = [row.client?.error, row.server?.error].filter((error) => error !== null && error !== undefined).join(' · ');
    if (text) this.#errors.set(text, (this.#errors.get(text) ?? 0) + 1);
  }

  /** Kept for the chart over time; long runs join neighbours. */
  #noteRound(round: number, medianNs: number): void {
    this.#roundMedians.push({ round, medianNs });
    if (this.#roundMedians.length < 4 * MAX_ROUND_POINTS) return;
    this.#roundMedians = this.#roundMedians.flatMap((first, index, all) => {
      const second = all[index + 1];
      return index % 2 === 0 ? [second ? { round: first.round, medianNs: (first.medianNs + second.medianNs) / 2 } : first] : [];
    });
  }

  /** What the figures are made from: without the marked rounds where they can be left out. */
  #sample(leaveOut: boolean): Sample {
    return new Sample(leaveOut ? [this.#clean] : [this.#clean, this.#marked]);
  }

  /** The series by which the arm is compared. */
  series(leaveOut: boolean): readonly PairSeries[] {
    return leaveOut ? [this.pairs.clean] : [this.pairs.clean, this.pairs.marked];
  }

  /** Half of p50's interval, %; infinite while there is none. */
  halfWidthPct(leaveOut: boolean): number {
    const sample = this.#sample(leaveOut);
    const ci = sample.quantileCi(0.5);
    const p50 = sample.quantile(0.5);
    return ci && p50 ? ((ci[1] - ci[0]) / 2 / p50) * 100 : Infinity;
  }

  p50Ns(leaveOut: boolean): number | null {
    return this.#sample(leaveOut).quantile(0.5);
  }

  /** Of all clean handshakes: their latencies ('') and each phase's times. */
  *sketches(): Generator<{ phase: string; sketch: QuantileSketch }, void, void> {
    yield { phase: '', sketch: this.#clean.sketch };
    for (const [phase, sketch] of this.#phases) yield { phase, sketch };
  }

  get errors(): ArmResult['errors'] {
    return [...this.#errors].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
  }

  finish(find: FindRow, leaveOut: boolean, arrivals: { ratePerSecond: number; arrivals: 'constant' | 'poisson' } | null): Omit<ArmResult, 'id' | 'state' | 'reason' | 'client' | 'server' | 'roundTripNs' | 'cacheSize' | 'serverSeen' | 'shift' | 'warmup'> {
    const sample = this.#sample(leaveOut);
    const whole = leaveOut && this.#marked.handshakes > 0 ? new Sample([this.#clean, this.#marked]) : null;
    const tail = sample.handshakes >= TAIL_HANDSHAKES;
    const phases = phaseMeans(sample);
    return {
      handshakes: sample.handshakes,
      failed: this.#failed,
      serverHandshakes: this.#served.clean + (leaveOut ? 0 : this.#served.marked),
      warmupHandshakes: this.#warmup,
      rounds: sample.handshakes > 0 ? this.#rounds.clean + (leaveOut ? 0 : this.#rounds.marked) : 0,
      errors: this.errors,
      negotiated: this.#negotiated.agreed(),
      connect: { p50Ns: this.#connect.total > 0 ? this.#connect.quantile(0.5) : null },
      handshake: {
        p50Ns: sample.quantile(0.5),
        p90Ns: sample.quantile(0.9),
        p95Ns: sample.quantile(0.95),
        p99Ns: sample.quantile(0.99),
        p999Ns: tail ? sample.quantile(0.999) : null,
        meanNs: sample.mean,
        minNs: sample.handshakes > 0 ? sample.min : null,
        maxNs: sample.handshakes > 0 ? sample.max : null,
        p50CiNs: sample.quantileCi(0.5),
        p90CiNs: sample.quantileCi(0.9),
        p95CiNs: sample.quantileCi(0.95),
        p99CiNs: sample.quantileCi(0.99),
        p999CiNs: tail ? sample.quantileCi(0.999) : null,
        meanCiNs: sample.meanCi,
        perSecond: sample.perSecond,
        perSecondCi: sample.perSecondCi,
      },
      latencyFrom: arrivals ? 'intended' : this.#latencyTo === 'firstByte' ? 'connect' : 'start',
      latencyTo: this.#latencyTo,
      resumption: this.#resumption.result(),
      withMarked: whole && { handshakes: whole.handshakes, p50: estimate(whole.quantile(0.5), whole.quantileCi(0.5)), p99: estimate(whole.quantile(0.99), whole.quantileCi(0.99)), mean: estimate(whole.mean, whole.meanCi) },
      positions: this.#positions.flatMap((strand, position) => {
        const own = new Sample([strand]);
        return [{ position, handshakes: own.handshakes, p50: estimate(own.quantile(0.5), own.quantileCi(0.5)) }];
      }),
      longBlocks: this.#longBlocks(),
      load: arrivals && this.#load.result(arrivals, this.#clean.handshakes + this.#marked.handshakes),
      cpu: { clientNs: sample.cpuNs('client'), clientCiNs: sample.cpuCi('client'), serverNs: sample.cpuNs('server'), serverCiNs: sample.cpuCi('server') },
      phases,
      messages: this.#messages.means(),
      distribution: distributionOf(sample),
      roundMediansNs: thinned(this.#roundMedians.map(({ medianNs }) => medianNs)),
      examples: this.#examples(sample, find),
      allocations: {
        client: this.#allocations.client.result(this.#gc.client),
        server: this.#allocations.server.result(this.#gc.server),
      },
    };
  }

  #longBlocks(): ArmResult['longBlocks'] {
    if (this.#long.handshakes === 0) return null;
    const sample = new Sample([this.#long]);
    return { handshakes: sample.handshakes, p50: estimate(sample.quantile(0.5), sample.quantileCi(0.5)) };
  }

  /** Real handshakes: the nearest to each quantile. */
  #examples(sample: Sample, find: FindRow): Example[] {
    const wanted: readonly (readonly [Example['rank'], number | null])[] = [
      ['p50', sample.quantile(0.5)], ['p95', sample.quantile(0.95)], ['p99', sample.quantile(0.99)], ['slowest', sample.handshakes > 0 ? sample.max : null],
    ];
    return wanted.flatMap(([rank, ns]) => {
      const place = ns === null ? null : nearest(sample, ns);
      const row = place && find(place.block, place.position);
      const events = row && handshakeEvents(row, this.families);
      if (!place || !row || !events) return [];
      const phases = phaseAmounts(derivePhases(events)).map(({ id, parent, amount, startNs }) => ({ id, parent, startNs, ns: amount }));
      return [{ rank, round: row.round, totalNs: totalNs(row), phases, messages: messagesIn(row) }];
    });
  }
}

const NO_CPU = { clientNs: NaN, serverNs: NaN, clientHandshakes: 0, serverHandshakes: 0 };

function nearest(sample: Sample, ns: number): { block: number; position: number } | null {
  let best: number | null = null;
  let distance = Infinity;
  for (const batch of sample.batches) {
    for (const [index, value] of batch.values.entries()) {
      const off = Math.abs(value - ns);
      if (off >= distance) continue;
      distance = off;
      best = batch.places[index] as number;
    }
  }
  return best === null ? null : placeOf(best);
}

function phaseMeans(sample: Sample): ArmResult['phases'] {
  const all = sample.phaseMeans();
  const side = (which: 'client' | 'server'): PhaseMean[] => all.filter((phase) => PHASES[phase.id].side === which);
  return { client: side('client'), server: side('server') };
}

function distributionOf(sample: Sample): Distribution | null {
  if (sample.handshakes === 0) return null;
  const { min, max } = sample;
  const fromNs = min * 0.999;
  const ratio = Math.max(1.0001, ((max * 1.001) / fromNs) ** (1 / DISTRIBUTION_BINS));
  const counts = Array.from({ length: DISTRIBUTION_BINS }, () => 0);
  for (const batch of sample.batches) {
    for (const value of batch.values) {
      const bin = Math.min(DISTRIBUTION_BINS - 1, Math.max(0, Math.floor(Math.log(value / fromNs) / Math.log(ratio))));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { fromNs, ratio, counts };
}

/** At most so many points, each the mean of the neighbours that it stands for. */
function thinned(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / MAX_ROUND_POINTS);
  if (size <= 1) return [...values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const group = values.slice(index * size, (index + 1) * size);
    return group.reduce((sum, value) => sum + value, 0) / group.length;
  });
}
