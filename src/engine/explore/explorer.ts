/** Answers questions about the single handshakes of a run. The arm that was asked about last is kept, so that the next question is quick. */
import { setImmediate } from 'node:timers/promises';
import type { HandshakeDetail, HandshakeList, HandshakeQuery, HandshakeRef, HandshakeRow } from '../../shared/explore.ts';
import { derivePhases } from '../../shared/phases/derive.ts';
import { phaseAmounts } from '../../shared/phases/sums.ts';
import { LabError } from '../errors.ts';
import { handshakeEvents, isComplete, latencyNs, messagesIn, negotiatedIn, type Families } from '../result/handshake.ts';
import { stampOf } from '../result/kept.ts';
import { familiesOf } from '../result/run-figures.ts';
import { openRun, type StoredRun } from '../store/run-reader.ts';
import type { StoredRow } from '../store/sample-table.ts';
import { TakenList } from './taken-list.ts';

interface Open {
  readonly key: string;
  readonly stored: StoredRun;
  readonly arm: number;
  readonly taken: Promise<TakenList>;
}

const isMarked = ({ file }: StoredRun, round: number): boolean => file.noise.marked.some(([first, last]) => first <= round && round <= last);

async function takenOf(stored: StoredRun, arm: number): Promise<TakenList> {
  const list = new TakenList((round) => isMarked(stored, round));
  for (const page of stored.taken()) {
    for (const one of page) if (one.arm === arm) list.add(one);
    // Other questions, and a run that is on, are answered in between.
    await setImmediate();
  }
  return list;
}

function phasesIn(row: StoredRow, families: Families): HandshakeRow['phases'] {
  const events = handshakeEvents(row, families);
  return events ? phaseAmounts(derivePhases(events)).map(({ id, parent, startNs, amount }) => ({ id, parent, startNs, ns: amount })) : [];
}

export class Explorer {
  #open: Open | null = null;

  /** Throws a LabError where the run has no such arm. */
  async list(folder: string, arm: string, query: HandshakeQuery): Promise<HandshakeList> {
    const open = this.#opened(folder, arm);
    const taken = await open.taken;
    const { matching, first } = taken.ask(query);
    const places = first.map((at) => taken.place(at));
    const rows = new Map(open.stored.pick(places).filter(({ quantity }) => quantity === 'ns').map((row) => [`${row.block} ${row.position}`, row]));
    return { matching, of: taken.count(query), rows: places.flatMap(({ block, position }) => this.#row(open, rows.get(`${block} ${position}`))) };
  }

  async detail(folder: string, arm: string, { block, index }: HandshakeRef): Promise<HandshakeDetail> {
    const open = this.#opened(folder, arm);
    const taken = await open.taken;
    const row = open.stored.pick([{ block, position: index }]).find(({ quantity, arm: own }) => quantity === 'ns' && own === open.arm);
    const [told] = this.#row(open, row);
    if (!row || !told) throw new LabError('not-found', `The run has no handshake ${index} in block ${block} of ${arm}`);
    return {
      ...told,
      arm,
      startNs: Number.isNaN(row.startNs) ? null : row.startNs,
      rank: told.totalNs === null ? null : taken.rankOf(told.totalNs),
      messages: isComplete(row) ? messagesIn(row) : [],
      negotiated: negotiatedIn(row),
      errors: { client: row.client?.error ?? null, server: row.server?.error ?? null },
    };
  }

  #row({ stored, arm }: Open, row: StoredRow | undefined): HandshakeRow[] {
    const families = stored.file.arms[arm];
    if (!row || !families) return [];
    const complete = isComplete(row);
    return [{
      ref: { block: row.block, index: row.position },
      round: row.round,
      marked: isMarked(stored, row.round),
      outcome: complete ? 'ok' : 'failed',
      totalNs: complete ? latencyNs(row) : null,
      error: row.client?.error ?? row.server?.error ?? null,
      phases: phasesIn(row, familiesOf(families)),
    }];
  }

  #opened(folder: string, arm: string): Open {
    const key = JSON.stringify([folder, arm, stampOf(folder)]);
    if (this.#open?.key === key) return this.#open;
    const stored = openRun(folder);
    const index = stored.file.arms.findIndex(({ id }) => id === arm);
    if (index === -1) throw new LabError('not-found', `The run has no arm ${arm}; it has ${stored.file.arms.map(({ id }) => id).join(', ')}`);
    return (this.#open = { key, stored, arm: index, taken: takenOf(stored, index) });
  }
}
