/**
 * The course of a run: which pair of rounds comes next. Warm-up until every arm is steady, block lengths tried, rounds until time,
 * count or precision is reached, disturbed rounds again, a few long blocks, and what is observed apart. Decisions read the view only.
 */
import { durationMs, percent, roundTripNs, type Scenario } from '../../shared/scenario/schema.ts';
import type { PairKind } from '../plan/rounds.ts';
import { steadyFrom } from '../stats/change-point.ts';
import type { Recorded } from './stage.ts';

/** What the course knows of the run so far; the runner keeps it true between two pairs. */
export interface CourseView {
  readonly arms: number;
  nowMs(): number;
  /** Each open arm's log medians of its blocks since the last change of stage. */
  series(): readonly (readonly number[])[];
  /** Pairs that the noise watch marked since the measuring began. */
  markedPairs(): number;
  worstHalfWidthPct(): number;
  /** A packet capture or another instrument is there to be asked. */
  canCrossCheck(): boolean;
}

/** What the course decided, for the result. */
export interface CourseFacts {
  /** Per open arm, in the order of `series`. */
  warmup: { rounds: number; steady: boolean }[];
  block: number;
  blockBy: 'scenario' | 'engine';
  tried: { handshakes: number; halfWidthPct: number }[];
  looks: number;
  repeatedPairs: number;
  /** When the first measured pair began. */
  measuringFromMs: number | null;
  progress(): { fraction: number; expectedMs: number };
}

const WARMUP = { handshakes: 20, farHandshakes: 1, leastPairs: 3, mostPairs: 12, steadyBlocks: 4 } as const;
const DEFAULT_BLOCK = 3;
const FAR_NS = 5e6;
const CANDIDATES = [1, 2, 3, 5, 10, 20] as const;
/** Trying block lengths takes this share of a run, and is left out where that is too short to tell. */
const TRIAL_SHARE = 0.1;
const TRIAL_LEAST_MS = 10_000;
const TRIAL_PAIRS = 8;
/** Another length than the default must promise this much more. */
const CLEARLY_BETTER = 0.85;
/** Allocations vary little between handshakes: one pair in some is enough; the first comes at once. */
const ALLOCATIONS = { every: 16, handshakes: 10 } as const;
const CROSS_CHECK = { everyMs: 2_000, handshakes: 40, most: 24 } as const;
const LONG = { pairs: 4, least: 30, times: 10, mostShare: 0.15, leastMs: 3_000, leastHandshakes: 300 } as const;
const PROFILE_HANDSHAKES = 1_000;
/** Handshakes hardly differ in their bytes. */
const WIRE_HANDSHAKES = 5;
/** A precision may end a run after so many pairs, and is looked at again each time the rounds have grown by a tenth. */
const LOOK = { first: 20, growth: 1.1 } as const;

const lanes = (scenario: Scenario): number => Math.max(...scenario.load.connections);
/** Where a handshake mostly waits for the network, many of them warm nothing that a few do not, and a run would take hours. */
const isFar = (scenario: Scenario): boolean => Math.max(...scenario.network.roundTrip.map((text) => roundTripNs(text) ?? 0)) >= FAR_NS;
const defaultBlock = (scenario: Scenario): number => (lanes(scenario) > 1 ? lanes(scenario) * 4 : isFar(scenario) ? 1 : DEFAULT_BLOCK);
const isClosed = (scenario: Scenario): boolean => scenario.load.loop === 'closed';
const timing = (stage: PairKind['stage'], handshakes: number): PairKind => ({ stage, observe: 'timing', handshakes });
const apart = (observe: Recorded, handshakes: number): PairKind => ({ stage: 'apart', observe, handshakes });

export class Course {
  readonly facts: CourseFacts;
  #measuredPairs = 0;
  #wantedPairs: number | null = null;

  constructor(private readonly scenario: Scenario, private readonly view: CourseView) {
    const { block } = scenario.load;
    this.facts = {
      warmup: [],
      block: block === 'auto' ? defaultBlock(scenario) : block,
      blockBy: block === 'auto' ? 'engine' : 'scenario',
      tried: [],
      looks: 0,
      repeatedPairs: 0,
      measuringFromMs: null,
      progress: () => this.#progress(),
    };
  }

  /** The pairs, one by one. A replay gives the kinds of an earlier run instead. */
  *pairs(replay: readonly PairKind[] | null): Generator<PairKind, void, void> {
    if (replay) {
      yield* this.#again(replay);
      return;
    }
    yield* this.#warmUp();
    if (this.scenario.observe.includes('timing') || this.scenario.observe.includes('allocations')) {
      if (this.scenario.observe.includes('timing')) yield* this.#chooseBlock();
      this.facts.measuringFromMs = this.view.nowMs();
      yield* this.scenario.observe.includes('timing') ? this.#measure() : this.#allocationsOnly();
    }
    for (const observe of ['cpu-profile', 'alloc-profile'] as const) {
      if (this.scenario.observe.includes(observe)) yield apart(observe, PROFILE_HANDSHAKES);
    }
    if (this.scenario.observe.includes('wire')) yield apart('wire', WIRE_HANDSHAKES);
  }

  *#again(kinds: readonly PairKind[]): Generator<PairKind, void, void> {
    this.#wantedPairs = kinds.filter(({ stage, observe }) => stage === 'measure' && observe === 'timing').length;
    const measured = kinds.find(({ stage }) => stage === 'measure');
    if (measured) this.facts.block = measured.handshakes;
    this.facts.blockBy = 'scenario';
    for (const kind of kinds) {
      if (kind.stage === 'measure') {
        this.facts.measuringFromMs ??= this.view.nowMs();
        this.#measuredPairs++;
      }
      if (kind.stage === 'repeat') this.facts.repeatedPairs++;
      yield kind;
    }
  }

  *#warmUp(): Generator<PairKind, void, void> {
    const handshakes = Math.max(isFar(this.scenario) ? WARMUP.farHandshakes : WARMUP.handshakes, 2 * lanes(this.scenario));
    const found = (): (number | null)[] => this.view.series().map((series) => steadyFrom(series, WARMUP.steadyBlocks));
    for (let pair = 0; pair < WARMUP.mostPairs; pair++) {
      yield timing('warm-up', handshakes);
      if (pair + 1 >= WARMUP.leastPairs && found().every((from) => from !== null)) break;
    }
    this.facts.warmup = found().map((from, index) => ({ rounds: from ?? this.view.series()[index]?.length ?? 0, steady: from !== null }));
  }

  /** Runs each length for a while and keeps the one whose pairs of arms come out closest together in the same time. */
  *#chooseBlock(): Generator<PairKind, void, void> {
    const { scenario, view, facts } = this;
    const budgetMs = this.#lengthMs();
    if (scenario.load.block !== 'auto' || isFar(scenario) || !isClosed(scenario) || lanes(scenario) > 1 || view.arms < 2 || budgetMs === null || budgetMs < TRIAL_LEAST_MS) return;
    const eachMs = (budgetMs * TRIAL_SHARE) / CANDIDATES.length;
    const scores: { handshakes: number; score: number }[] = [];
    for (const handshakes of CANDIDATES) {
      const beganMs = view.nowMs();
      const before = view.series().map((series) => series.length);
      let pairs = 0;
      while (pairs < 2 || view.nowMs() - beganMs < eachMs) {
        yield timing('trial', handshakes);
        pairs++;
      }
      if (pairs < TRIAL_PAIRS) break; // longer ones would have fewer still
      const spread = pairSpread(view.series().map((series, arm) => series.slice(before[arm])));
      scores.push({ handshakes, score: spread * Math.sqrt((view.nowMs() - beganMs) / pairs) });
    }
    const usual = scores.find(({ handshakes }) => handshakes === DEFAULT_BLOCK);
    const best = scores.reduce((a, b) => (b.score < a.score ? b : a), scores[0] ?? { handshakes: DEFAULT_BLOCK, score: Infinity });
    if (usual && best.score < usual.score * CLEARLY_BETTER) facts.block = best.handshakes;
    facts.tried = scores.map(({ handshakes, score }) => ({ handshakes, halfWidthPct: 100 * 1.96 * score / Math.sqrt(budgetMs) }));
  }

  *#measure(): Generator<PairKind, void, void> {
    const { scenario, view, facts } = this;
    const block = facts.block;
    const { length } = scenario;
    this.#wantedPairs = 'handshakes' in length ? Math.ceil(length.handshakes / block / 2) : null;
    let look: number = LOOK.first;
    let crossChecks = 0;
    let crossCheckedMs = -Infinity;
    while (!this.#lengthReached()) {
      if (scenario.observe.includes('allocations') && this.#measuredPairs % ALLOCATIONS.every === 0) yield apart('allocations', ALLOCATIONS.handshakes);
      if (view.canCrossCheck() && crossChecks < CROSS_CHECK.most && view.nowMs() - crossCheckedMs >= CROSS_CHECK.everyMs) {
        yield apart('packets', CROSS_CHECK.handshakes);
        crossChecks++;
        crossCheckedMs = view.nowMs();
      }
      yield timing('measure', block);
      this.#measuredPairs++;
      if ('until' in length && this.#measuredPairs >= look) {
        facts.looks++;
        look = Math.ceil(look * LOOK.growth);
        if (view.worstHalfWidthPct() <= percent(length.until)) break;
      }
    }
    // A run until a precision has measured on by itself where rounds were marked.
    if (!('until' in length)) yield* this.#repeatMarked();
    yield* this.#longBlocks();
  }

  *#allocationsOnly(): Generator<PairKind, void, void> {
    const { length } = this.scenario;
    this.#wantedPairs = 'handshakes' in length ? Math.ceil(length.handshakes / ALLOCATIONS.handshakes / 2) : null;
    while (!this.#lengthReached()) {
      yield apart('allocations', ALLOCATIONS.handshakes);
      this.#measuredPairs++;
    }
  }

  *#repeatMarked(): Generator<PairKind, void, void> {
    const { scenario, view, facts } = this;
    const measuredMs = this.#measuredMs();
    const budgetMs = (measuredMs * percent(scenario.repeatNoisy)) / 100;
    const beganMs = view.nowMs();
    while (facts.repeatedPairs < view.markedPairs() && view.nowMs() - beganMs < budgetMs) {
      yield timing('repeat', facts.block);
      facts.repeatedPairs++;
    }
  }

  *#longBlocks(): Generator<PairKind, void, void> {
    const { scenario, view, facts } = this;
    if (!this.#closesWithLongBlocks()) return;
    const beganMs = view.nowMs();
    const budgetMs = this.#measuredMs() * LONG.mostShare;
    for (let pair = 0; pair < LONG.pairs; pair++) {
      yield timing('long', Math.max(LONG.least, LONG.times * facts.block));
      // With fewer than all there is no interval, but what was measured is told; a run of many arms stops here.
      if (view.nowMs() - beganMs > 2 * budgetMs && scenario.load.block === 'auto') break;
    }
  }

  #closesWithLongBlocks(): boolean {
    const { length, longBlocks } = this.scenario;
    // A cache fills as a run goes on: its last blocks find more in it than the others did.
    if (!longBlocks || this.scenario.session.resumption.includes('cache') || isFar(this.scenario) || !isClosed(this.scenario) || lanes(this.scenario) > 1) return false;
    return 'handshakes' in length ? length.handshakes >= LONG.leastHandshakes : (this.#lengthMs() ?? 0) >= LONG.leastMs;
  }

  /** The time that the scenario gives; null for a number of handshakes. */
  #lengthMs(): number | null {
    const { length } = this.scenario;
    if ('for' in length) return durationMs(length.for);
    return 'until' in length ? durationMs(length.atMost) : null;
  }

  #measuredMs(): number {
    return this.facts.measuringFromMs === null ? 0 : this.view.nowMs() - this.facts.measuringFromMs;
  }

  #lengthReached(): boolean {
    if (this.#wantedPairs !== null) return this.#measuredPairs >= this.#wantedPairs;
    // The long blocks come out of the time that was asked for.
    const share = 'for' in this.scenario.length && this.#closesWithLongBlocks() ? 1 - LONG.mostShare / 2 : 1;
    return this.#measuredMs() >= (this.#lengthMs() ?? 0) * share;
  }

  #progress(): { fraction: number; expectedMs: number } {
    const { facts, view } = this;
    if (facts.measuringFromMs === null) return { fraction: 0, expectedMs: NaN };
    const measuredMs = this.#measuredMs();
    const before = facts.measuringFromMs;
    if (this.#wantedPairs !== null) {
      const fraction = Math.min(1, this.#measuredPairs / Math.max(1, this.#wantedPairs));
      return { fraction, expectedMs: fraction > 0.02 ? before + measuredMs / fraction : NaN };
    }
    const lengthMs = this.#lengthMs() ?? 0;
    if (!('until' in this.scenario.length)) return { fraction: Math.min(1, measuredMs / lengthMs), expectedMs: before + lengthMs };
    // An interval narrows with the square root of the time.
    const worst = facts.looks > 0 || this.#measuredPairs >= LOOK.first ? view.worstHalfWidthPct() : Infinity;
    const expected = Number.isFinite(worst) ? Math.min(lengthMs, measuredMs * (worst / percent(this.scenario.length.until)) ** 2) : lengthMs;
    return { fraction: Math.min(1, measuredMs / Math.max(expected, 1)), expectedMs: before + expected };
  }
}

/** Robust spread of the arms' shifts against the first, from pair to pair, on the log scale. */
export function pairSpread(series: readonly (readonly number[])[]): number {
  const [first, ...others] = series;
  if (!first) return Infinity;
  const spreads = others.map((arm) => {
    const shifts = Array.from({ length: Math.floor(Math.min(arm.length, first.length) / 2) }, (_, pair) =>
      [2 * pair, 2 * pair + 1].reduce((sum, round) => sum + ((arm[round] as number) - (first[round] as number)) / 2, 0));
    const middle = medianOf(shifts);
    return 1.4826 * medianOf(shifts.map((shift) => Math.abs(shift - middle)));
  });
  return Math.sqrt(spreads.reduce((sum, spread) => sum + spread ** 2, 0) / spreads.length);
}

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
