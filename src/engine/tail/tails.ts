/** Works out an arm's tail: first the order of its handshakes, then the phases of each stretch. In memory that the number of handshakes alone decides. */
import { setImmediate } from 'node:timers/promises';
import { PhaseSums } from '../../shared/phases/sums.ts';
import { PHASE_IDS, PHASES } from '../../shared/phases/tree.ts';
import { cutsOf, type TailBin, type TailDocument } from '../../shared/tail.ts';
import { LabError } from '../errors.ts';
import { openResult, stampOf } from '../result/kept.ts';
import { takeApart } from '../result/measured.ts';
import { familiesOf } from '../result/run-figures.ts';
import { isTiming } from '../run/stage.ts';
import { openRun, type StoredRun } from '../store/run-reader.ts';

/** Which rounds count: as in the arm's figures. */
const counts = ({ file }: StoredRun, leftOut: boolean) => (round: number): boolean => !leftOut || !file.noise.marked.some(([first, last]) => first <= round && round <= last);

async function orderOf(stored: StoredRun, arm: number, counted: (round: number) => boolean): Promise<Float64Array> {
  let values = new Float64Array(1 << 14);
  let count = 0;
  for (const page of stored.taken()) {
    for (const one of page) {
      if (one.arm !== arm || Number.isNaN(one.latencyNs) || !counted(one.round)) continue;
      if (count === values.length) {
        const wider = new Float64Array(2 * count);
        wider.set(values);
        values = wider;
      }
      values[count++] = one.latencyNs;
    }
    await setImmediate();
  }
  return values.subarray(0, count).sort();
}

/** The last bound that is not above the time. */
function binOf(bounds: readonly number[], latencyNs: number): number {
  let found = 0;
  for (let index = 1; index < bounds.length; index++) if (latencyNs >= (bounds[index] as number)) found = index;
  return found;
}

const isLeaf = (id: (typeof PHASE_IDS)[number], parents: ReadonlySet<string>): boolean => PHASES[id].side === 'client' && id !== 'connect' && !parents.has(id);

async function tailOf(folder: string, id: string): Promise<TailDocument> {
  const stored = openRun(folder);
  const { file } = stored;
  const arm = file.arms.findIndex((one) => one.id === id);
  const families = file.arms[arm];
  if (!families) throw new LabError('not-found', `The run has no arm ${id}; it has ${file.arms.map((one) => one.id).join(', ')}`);
  const counted = counts(stored, openResult(folder).noise.leftOut);
  const order = await orderOf(stored, arm, counted);
  if (order.length === 0) return { arm: id, handshakes: 0, bins: [] };
  const cuts = cutsOf(order);
  const bounds = cuts.map(({ first }) => order[first] as number);
  const sums = cuts.map(() => ({ phases: new PhaseSums(), handshakes: 0, sumNs: 0 }));
  for (const part of stored.parts()) {
    if (part.arm !== arm || !isTiming(part) || !counted(part.round)) continue;
    for (const { latencyNs, amounts } of takeApart(part, familiesOf(families)).handshakes) {
      const sum = sums[binOf(bounds, latencyNs)] as (typeof sums)[number];
      sum.phases.addAmounts(amounts);
      sum.handshakes++;
      sum.sumNs += latencyNs;
    }
    await setImmediate();
  }
  const bins = cuts.map(({ fromShare, toShare, end }, index): TailBin => {
    const { phases, handshakes, sumNs } = sums[index] as (typeof sums)[number];
    const means = phases.means();
    const parents = new Set(means.flatMap(({ parent }) => parent ?? []));
    const leaves = means.filter((phase) => isLeaf(phase.id, parents)).sort((a, b) => PHASE_IDS.indexOf(a.id) - PHASE_IDS.indexOf(b.id));
    const meanNs = handshakes === 0 ? 0 : sumNs / handshakes;
    return {
      fromShare, toShare, handshakes, meanNs, fromNs: bounds[index] as number, toNs: (bounds[index + 1] ?? order[end - 1]) as number,
      phases: leaves.map((phase) => ({ id: phase.id, meanNs: phase.mean })),
      outsideNs: meanNs - leaves.reduce((total, phase) => total + phase.mean, 0),
    };
  });
  return { arm: id, handshakes: order.length, bins };
}

/** The last one that was asked for is kept. */
export class Tails {
  #last: { readonly key: string; readonly tail: Promise<TailDocument> } | null = null;

  of(folder: string, arm: string): Promise<TailDocument> {
    const key = JSON.stringify([folder, arm, stampOf(folder)]);
    if (this.#last?.key === key) return this.#last.tail;
    const tail = tailOf(folder, arm);
    this.#last = { key, tail };
    // What failed is tried anew.
    tail.catch(() => {
      if (this.#last?.tail === tail) this.#last = null;
    });
    return tail;
  }
}
