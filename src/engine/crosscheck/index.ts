/** Instruments that are not ours, in rounds of their own between the run's: packets of the same handshakes, and `openssl s_time` on the same servers. */
import { dirname, join } from 'node:path';
import type { CrossCheckResult } from '../../shared/result/document.ts';
import { isTwin } from '../../shared/scenario/arms.ts';
import { messageOf } from '../errors.ts';
import type { MeasuredBlock } from '../result/measured.ts';
import type { OpenArm } from '../run/session.ts';
import { median } from '../stats/quantiles.ts';
import { Capture, type Flow } from './capture.ts';
import { judgePackets, matchFlows } from './packets.ts';
import { trySTime, type STimeTry } from './s-time.ts';

/** The path of `hslab-capture`, which is built beside the Go worker. */
export const capturePath = (goWorker: string | undefined): string => (goWorker === undefined ? '' : join(dirname(goWorker), 'hslab-capture'));

export interface CrossCheckOptions {
  readonly arms: readonly OpenArm[];
  readonly epochNs: bigint;
  readonly capturePath: string;
  readonly clientCpus: readonly number[];
  readonly serverCpus: readonly number[];
  /** Numbers a block that belongs to no round. */
  readonly nextBlock: () => number;
}

/** s_time is another client, so its rate says only that ours is not wrong by a factor. */
const RATE_BOUND: [number, number] = [0.4, 4];
/** After every so many rounds of packets comes one try of s_time. */
const S_TIME_EVERY = 4;
const MOST_S_TIME = 6;

interface Seen {
  readonly rows: MeasuredBlock['rows'][number][];
  readonly flows: Flow[];
}

export class CrossChecker {
  readonly #seen = new Map<number, Seen>();
  readonly #sTime = new Map<number, STimeTry[]>();
  readonly #problems: { packets: string | null; sTime: string | null } = { packets: null, sTime: null };
  #capture: Capture | null = null;
  #flows: Flow[] = [];
  #blocks: MeasuredBlock[] = [];
  #drops = 0;
  #rounds = 0;
  #tries = 0;
  #capturing = false;

  private constructor(private readonly options: CrossCheckOptions) {}

  /** Never throws: an instrument that is missing is told in the results. */
  static async open(options: CrossCheckOptions): Promise<CrossChecker> {
    const checker = new CrossChecker(options);
    const capture = await Capture.open(options.capturePath, []);
    if (capture instanceof Capture) checker.#capture = capture;
    else checker.#problems.packets = capture.reason;
    return checker;
  }

  /** Before a round of blocks that are captured. */
  async beginRound(): Promise<void> {
    this.#blocks = [];
    if (!this.#capture) return;
    try {
      await this.#capture.start(this.options.arms.map(({ serverPort }) => serverPort), this.options.epochNs);
      this.#capturing = true;
    } catch (error) {
      await this.#giveUp(error);
    }
  }

  note(block: MeasuredBlock): void {
    if (block.observe === 'packets') this.#blocks.push(block);
  }

  async endRound(): Promise<void> {
    if (this.#capture && this.#capturing) {
      this.#capturing = false;
      try {
        const { flows, kernelDrops } = await this.#capture.stop();
        this.#flows = flows;
        this.#drops += kernelDrops;
        this.#keep();
      } catch (error) {
        await this.#giveUp(error);
      }
    }
    this.#rounds++;
    if (this.#rounds % S_TIME_EVERY === 1 && this.#tries < MOST_S_TIME) await this.#trySTime();
  }

  results(): CrossCheckResult[] {
    const told = this.options.arms.filter(({ arm }) => !isTwin(arm));
    return [...told.map((arm) => this.#packets(arm)), ...this.#servers().flatMap((arm) => this.#sTimeResults(arm))];
  }

  async close(): Promise<void> {
    await this.#capture?.close();
    this.#capture = null;
  }

  #keep(): void {
    for (const block of this.#blocks) {
      const own = this.#seen.get(block.arm) ?? { rows: [], flows: [] };
      own.rows.push(...block.rows);
      this.#seen.set(block.arm, own);
    }
    const byPort = new Map(this.options.arms.map((arm) => [arm.serverPort, arm.index]));
    for (const flow of this.#flows) {
      const index = byPort.get(flow.serverPort);
      if (index !== undefined) this.#seen.get(index)?.flows.push(flow);
    }
  }

  async #giveUp(error: unknown): Promise<void> {
    this.#problems.packets = messageOf(error);
    await this.close();
  }

  /** One arm for each server stack. */
  #servers(): OpenArm[] {
    const plain = this.options.arms.filter(({ arm }) => !isTwin(arm) && arm.roundTripNs === null && arm.knobs.delayNs === 0 && arm.session === 'full' && !arm.retry);
    return plain.filter(({ arm }, index) => plain.findIndex((other) => other.arm.server === arm.server) === index);
  }

  async #trySTime(): Promise<void> {
    const servers = this.#servers();
    const arm = servers[this.#tries % Math.max(1, servers.length)];
    if (!arm || this.#problems.sTime !== null) return;
    this.#tries++;
    try {
      const one = await trySTime(arm, this.options.nextBlock, this.options.clientCpus);
      this.#sTime.set(arm.index, [...(this.#sTime.get(arm.index) ?? []), one]);
    } catch (error) {
      this.#problems.sTime = messageOf(error);
    }
  }

  #packets({ arm, index }: OpenArm): CrossCheckResult {
    if (arm.roundTripNs !== null) return { ...judgePackets(arm.id, { twice: [], unseen: 0, blind: 0 }, 0), reason: 'the relay stands between the client and the packets' };
    const seen = this.#seen.get(index);
    const judged = judgePackets(arm.id, seen ? matchFlows(seen.rows, seen.flows) : { twice: [], unseen: 0, blind: 0 }, this.#drops);
    return this.#problems.packets !== null && judged.agrees === null ? { ...judged, reason: this.#problems.packets } : judged;
  }

  #sTimeResults({ arm, index }: OpenArm): CrossCheckResult[] {
    const tries = this.#sTime.get(index) ?? [];
    const base = { arm: arm.id, instrument: 's_time' as const, count: tries.length, spread: null };
    if (tries.length === 0) return [{ ...base, what: 'handshakes counted', unit: 'handshakes', ours: null, theirs: null, offset: null, bound: [-1, 1], agrees: null, reason: this.#problems.sTime ?? 'the run was too short for it' }];
    const sum = (read: (one: STimeTry) => number): number => tries.reduce((total, one) => total + read(one), 0);
    const [counted, told] = [sum((one) => one.counted), sum((one) => one.theirs)];
    const [ours, theirs] = [median(tries.map((one) => one.ourPerSecond)), median(tries.map((one) => one.theirPerSecond))];
    const ratio = ours / theirs;
    return [
      { ...base, what: 'handshakes counted', unit: 'handshakes', ours: counted, theirs: told, offset: counted - told, bound: [-tries.length, tries.length], agrees: Math.abs(counted - told) <= tries.length, reason: null },
      { ...base, what: 'handshakes per second', unit: '1/s', ours, theirs, offset: ratio, bound: RATE_BOUND, agrees: ratio >= RATE_BOUND[0] && ratio <= RATE_BOUND[1], reason: null },
    ];
  }
}
