/** Our client's interval from ClientHello to Finished against the packets of the same handshakes. Pure. */
import { CALL_COLUMNS } from '../../shared/protocol/columns.ts';
import type { CrossCheckResult } from '../../shared/result/document.ts';
import type { JoinedRow } from '../run/join.ts';
import { isComplete } from '../result/handshake.ts';
import { median, quantile } from '../stats/quantiles.ts';
import type { Flow } from './capture.ts';

/** The middle of the differences may be off by so much of the interval: what a write call does before its packet has its time stamp. */
const BOUND = 0.02;
/** So many handshakes may be missing among the packets without the kernel saying that it dropped any. */
const MOST_MISSING = 0.01;
/** A port comes again only after minutes of other ports; a flow further off belongs to another handshake. */
const SAME_NS = 50e6;
const LEAST = 20;

/** One handshake seen by both, ns. */
export interface SeenTwice {
  readonly oursNs: number;
  readonly theirsNs: number;
}

/** From the write that begins with the ClientHello to the one that begins with the Finished; null where a stack shows no writes. */
function ourInterval(row: JoinedRow): { hello: number; finished: number } | null {
  const numbers = row.client?.numbers ?? {};
  const starts = CALL_COLUMNS.write.flatMap(({ start }) => numbers[start] ?? []);
  const [hello] = starts;
  const finished = starts.at(-1);
  return hello === undefined || finished === undefined || starts.length < 2 ? null : { hello, finished };
}

/** `unseen`: handshakes that showed writes, but no packets. `blind`: handshakes of a stack that shows no writes. */
export function matchFlows(rows: readonly JoinedRow[], flows: readonly Flow[]): { twice: SeenTwice[]; unseen: number; blind: number } {
  const byPort = new Map<number, Flow[]>();
  for (const flow of flows) byPort.set(flow.port, [...(byPort.get(flow.port) ?? []), flow]);
  const twice: SeenTwice[] = [];
  let unseen = 0;
  let blind = 0;
  for (const row of rows) {
    if (row.quantity !== 'ns' || !isComplete(row)) continue;
    const ours = ourInterval(row);
    if (!ours) {
      blind++;
      continue;
    }
    const at = row.startNs + ours.hello;
    const flow = (byPort.get(row.port) ?? []).find(({ clientHelloNs }) => clientHelloNs !== null && Math.abs(clientHelloNs - at) < SAME_NS);
    if (!flow || flow.clientHelloNs === null || flow.finishedNs === null) unseen++;
    else twice.push({ oursNs: ours.finished - ours.hello, theirsNs: flow.finishedNs - flow.clientHelloNs });
  }
  return { twice, unseen, blind };
}

export function judgePackets(arm: string, { twice, unseen, blind }: ReturnType<typeof matchFlows>, kernelDrops: number): CrossCheckResult {
  const base = { arm, instrument: 'packets' as const, what: 'ClientHello to Finished' as const, unit: 'ns' as const, count: twice.length };
  const none = { ...base, ours: null, theirs: null, offset: null, spread: null, bound: [0, 0] as [number, number], agrees: null };
  if (twice.length === 0 && blind > 0) return { ...none, reason: 'this client’s stack shows no writes, so there is nothing to compare with' };
  if (twice.length < LEAST) return { ...none, reason: `${twice.length} handshakes were seen by both; ${LEAST} are needed` };
  const ours = median(twice.map(({ oursNs }) => oursNs));
  const theirs = median(twice.map(({ theirsNs }) => theirsNs));
  const differences = Float64Array.from(twice, ({ oursNs, theirsNs }) => oursNs - theirsNs).sort();
  const offset = quantile(differences, 0.5);
  const reach = BOUND * theirs;
  const missing = unseen / (unseen + twice.length);
  const lost = missing > MOST_MISSING && kernelDrops === 0;
  return {
    ...base,
    ours, theirs, offset,
    spread: [quantile(differences, 0.05), quantile(differences, 0.95)],
    bound: [-reach, reach],
    agrees: Math.abs(offset) <= reach && !lost,
    reason: lost ? `${unseen} handshakes were not seen as packets, though none was dropped` : null,
  };
}
