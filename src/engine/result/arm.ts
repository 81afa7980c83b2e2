/** One arm's rows → its figures. */
import { derivePhases, type PhaseInterval } from '../../shared/phases/derive.ts';
import { phaseAmounts, PhaseSums } from '../../shared/phases/sums.ts';
import { PHASES, type PhaseId } from '../../shared/phases/tree.ts';
import type { Allocations, ArmResult, Distribution, Example, FlameMessage, Negotiated, PhaseMean } from '../../shared/result/document.ts';
import { meanInterval, quantileIntervals } from '../stats/bootstrap.ts';
import { mean, median, quantile } from '../stats/quantiles.ts';
import type { StoredBlock } from '../store/block-table.ts';
import type { StoredRow } from '../store/sample-table.ts';
import { amountIn, handshakeEvents, isComplete, isServed, messagesIn, negotiatedIn, totalNs, type Families } from './handshake.ts';

/** p99.9 says something only with this many samples above it. */
const TAIL_SAMPLES = 100;
const DISTRIBUTION_BINS = 80;

type Side = 'client' | 'server';

/** A phase's amounts by round, for its mean and interval. */
class PhaseSeries {
  #series = new Map<string, { id: PhaseId; parent: PhaseId | null; values: number[]; rounds: number[] }>();
  readonly sums = new PhaseSums();

  add(intervals: readonly PhaseInterval[], round: number): void {
    this.sums.addIntervals(intervals);
    const totals = new Map<string, { id: PhaseId; parent: PhaseId | null; amount: number }>();
    for (const row of phaseAmounts(intervals)) {
      const key = `${row.id} ${row.parent ?? ''}`;
      const own = totals.get(key);
      if (own) own.amount += row.amount;
      else totals.set(key, { id: row.id, parent: row.parent, amount: row.amount });
    }
    for (const [key, { id, parent, amount }] of totals) {
      let series = this.#series.get(key);
      if (!series) this.#series.set(key, (series = { id, parent, values: [], rounds: [] }));
      series.values.push(amount);
      series.rounds.push(round);
    }
  }

  means(side: Side): PhaseMean[] {
    return this.sums.means().filter((row) => PHASES[row.id].side === side).map((row) => {
      const series = this.#series.get(`${row.id} ${row.parent ?? ''}`);
      // An interval over the handshakes that showed the phase says nothing of a mean over all.
      const whole = series !== undefined && series.values.length === this.sums.handshakes;
      return { id: row.id, parent: row.parent, meanNs: row.mean, ciNs: whole ? meanInterval(series, 200) : null, startNs: row.startNs, seen: row.seen };
    });
  }
}

function distributionOf(sorted: Float64Array): Distribution | null {
  const low = sorted[0];
  const high = sorted.at(-1);
  if (low === undefined || high === undefined) return null;
  const fromNs = low * 0.999;
  const ratio = Math.max(1.0001, ((high * 1.001) / fromNs) ** (1 / DISTRIBUTION_BINS));
  const counts = Array.from({ length: DISTRIBUTION_BINS }, () => 0);
  for (const value of sorted) {
    const bin = Math.min(DISTRIBUTION_BINS - 1, Math.max(0, Math.floor(Math.log(value / fromNs) / Math.log(ratio))));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { fromNs, ratio, counts };
}

/** The value on which all handshakes agree; null where they differ or none says. */
function agreed(rows: readonly StoredRow[]): Negotiated {
  const all = rows.map(negotiatedIn);
  const one = <K extends keyof Negotiated>(name: K): Negotiated[K] => {
    const [first] = all;
    return first !== undefined && all.every((facts) => facts[name] === first[name]) ? first[name] : (null as Negotiated[K]);
  };
  return { version: one('version'), group: one('group'), cipherSuite: one('cipherSuite'), alpn: one('alpn') || null, resumed: one('resumed'), helloRetryRequest: one('helloRetryRequest') };
}

function examplesOf(rows: readonly StoredRow[], families: Families): Example[] {
  const order = [...rows].sort((a, b) => totalNs(a) - totalNs(b));
  const at = (rank: Example['rank'], q: number): Example[] => {
    const row = order[Math.round((order.length - 1) * q)];
    const events = row && handshakeEvents(row, families);
    if (!row || !events) return [];
    const phases = phaseAmounts(derivePhases(events)).map(({ id, parent, amount, startNs }) => ({ id, parent, startNs, ns: amount }));
    return [{ rank, round: row.round, totalNs: totalNs(row), phases, messages: messagesIn(row) }];
  };
  return [...at('p50', 0.5), ...at('p95', 0.95), ...at('p99', 0.99), ...at('slowest', 1)];
}

/** Each message's mean instants and the size they share. */
function meanMessages(rows: readonly StoredRow[]): FlameMessage[] {
  const found = new Map<FlameMessage['name'], FlameMessage[]>();
  for (const message of rows.flatMap(messagesIn)) found.set(message.name, [...(found.get(message.name) ?? []), message]);
  return [...found.values()].map((same) => {
    const known = same.flatMap(({ receivedNs }) => (receivedNs === null ? [] : [receivedNs]));
    const sizes = same.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
    const [first] = same as [FlameMessage, ...FlameMessage[]];
    return {
      name: first.name,
      from: first.from,
      sentNs: mean(same.map(({ sentNs }) => sentNs)),
      receivedNs: known.length > 0 ? mean(known) : null,
      bytes: sizes.length > 0 ? Math.round(median(sizes)) : null,
    };
  });
}

function allocationsOf(side: Side, rows: readonly StoredRow[], blocks: readonly StoredBlock[], families: Families): Allocations | null {
  const times = new Map(rows.filter((row) => row.quantity === 'ns').map((row) => [`${row.block} ${row.port}`, row]));
  const sums = { bytes: new PhaseSums(), objects: new PhaseSums() };
  const totals: Record<'bytes' | 'objects', number[]> = { bytes: [], objects: [] };
  for (const row of rows) {
    if (row.quantity === 'ns') continue;
    const timed = times.get(`${row.block} ${row.port}`);
    const events = timed && handshakeEvents(timed, families);
    const total = row[side]?.numbers['end'];
    if (!events || total === undefined) continue;
    totals[row.quantity].push(total);
    sums[row.quantity].addIntervals(derivePhases(events).filter(({ id }) => PHASES[id].side === side), amountIn(row));
  }
  const timing = blocks.filter((block) => !block.allocations && !block.warmup);
  const perHandshake = (measure: 'gc_count' | 'gc_pause_ns'): number | null => {
    const known = timing.filter((block) => !Number.isNaN(block[side][measure]));
    const handshakes = known.reduce((sum, block) => sum + block[side].handshakes, 0);
    return handshakes > 0 ? known.reduce((sum, block) => sum + block[side][measure], 0) / handshakes : null;
  };
  const gcCount = perHandshake('gc_count');
  const gcPauseNs = perHandshake('gc_pause_ns');
  if (totals.bytes.length === 0 && gcCount === null) return null;
  const objects = new Map(sums.objects.means().map((row) => [`${row.id} ${row.parent ?? ''}`, row.mean]));
  const own = blocks.filter((block) => block.allocations);
  return {
    bytes: totals.bytes.length > 0 ? mean(totals.bytes) : null,
    objects: totals.objects.length > 0 ? mean(totals.objects) : null,
    exact: own.length > 0 && own.every((block) => block[side].exact === 1),
    gcCount,
    gcPauseNs,
    handshakes: totals.bytes.length,
    phases: sums.bytes.means().map((row) => ({ id: row.id, parent: row.parent, bytes: row.mean, objects: objects.get(`${row.id} ${row.parent ?? ''}`) ?? null })),
  };
}

function errorsOf(rows: readonly StoredRow[]): ArmResult['errors'] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = [row.client?.error, row.server?.error].filter((error) => error !== null && error !== undefined).join(' · ');
    if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
}

function cpuOf(side: Side, blocks: readonly StoredBlock[]): number | null {
  const known = blocks.filter((block) => !Number.isNaN(block[side].cpu_ns));
  const handshakes = known.reduce((sum, block) => sum + block[side].handshakes, 0);
  return handshakes > 0 ? known.reduce((sum, block) => sum + block[side].cpu_ns, 0) / handshakes : null;
}

export type ArmFigures = Omit<ArmResult, 'id' | 'state' | 'reason' | 'client' | 'server' | 'shift'>;

/** Everything an arm's rows and blocks say. `roundMedians` is for pairing arms within rounds. */
export function armFigures(rows: readonly StoredRow[], blocks: readonly StoredBlock[], families: Families): ArmFigures & { roundMedians: Map<number, number> } {
  const warm = rows.filter((row) => row.warmup && row.quantity === 'ns');
  const timing = rows.filter((row) => !row.warmup && row.observe === 'timing' && row.quantity === 'ns');
  const good = timing.filter(isComplete);
  const totals = Float64Array.from(good, totalNs);
  const sorted = totals.slice().sort();
  const rounds = Int32Array.from(good, (row) => row.round);
  const [p50CiNs = null, p95CiNs = null, p99CiNs = null] = quantileIntervals({ values: totals, rounds }, [0.5, 0.95, 0.99]);
  const byRound = new Map<number, number[]>();
  good.forEach((row) => byRound.set(row.round, [...(byRound.get(row.round) ?? []), totalNs(row)]));
  const roundMedians = new Map([...byRound].map(([round, values]) => [round, median(values)]));
  const series = new PhaseSeries();
  for (const row of good) {
    const events = handshakeEvents(row, families);
    if (events) series.add(derivePhases(events), row.round);
  }
  const timingBlocks = blocks.filter((block) => !block.allocations && !block.warmup);
  const busyNs = timingBlocks.reduce((sum, block) => sum + block.client.elapsed_ns, 0);
  const connects = good.flatMap(({ client }) => {
    const { connectStart, connectEnd } = client?.numbers ?? {};
    return connectStart === undefined || connectEnd === undefined ? [] : [connectEnd - connectStart];
  });
  const some = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    handshakes: good.length,
    failed: timing.filter((row) => row.client !== null && !isComplete(row)).length,
    serverHandshakes: timing.filter(isServed).length,
    warmupHandshakes: warm.filter(isComplete).length,
    rounds: byRound.size,
    errors: errorsOf(rows.filter((row) => row.quantity === 'ns')),
    negotiated: agreed(good),
    connect: { p50Ns: some(median(connects)) },
    handshake: {
      p50Ns: some(quantile(sorted, 0.5)),
      p90Ns: some(quantile(sorted, 0.9)),
      p95Ns: some(quantile(sorted, 0.95)),
      p99Ns: some(quantile(sorted, 0.99)),
      p999Ns: sorted.length >= TAIL_SAMPLES * 1000 ? some(quantile(sorted, 0.999)) : null,
      meanNs: some(mean(sorted)),
      minNs: sorted[0] ?? null,
      maxNs: sorted.at(-1) ?? null,
      p50CiNs,
      p95CiNs,
      p99CiNs,
      meanCiNs: meanInterval({ values: totals, rounds }),
      perSecond: busyNs > 0 ? (good.length / busyNs) * 1e9 : null,
    },
    cpu: { clientNs: cpuOf('client', timingBlocks), serverNs: cpuOf('server', timingBlocks) },
    phases: { client: series.means('client'), server: series.means('server') },
    messages: meanMessages(good),
    distribution: distributionOf(sorted),
    roundMediansNs: [...roundMedians.values()],
    examples: examplesOf(good, families),
    allocations: {
      client: allocationsOf('client', rows.filter((row) => row.observe === 'allocations' && !row.warmup), blocks, families),
      server: allocationsOf('server', rows.filter((row) => row.observe === 'allocations' && !row.warmup), blocks, families),
    },
    roundMedians,
  };
}
