/** A stored run → the result document. Figures are computed anew each time: a run stores samples, not conclusions. */
import { RESULT_FORMAT, type ArmResult, type ResultDocument } from '../../shared/result/document.ts';
import { pairedRatio } from '../stats/bootstrap.ts';
import type { StoredBlock } from '../store/block-table.ts';
import type { StoredRun } from '../store/run-reader.ts';
import type { StoredRow } from '../store/sample-table.ts';
import { armFigures } from './arm.ts';

const familyOf = (stack: string): string => stack.replace(/[0-9.]+$/, '');

function byArm<T extends { arm: number }>(items: Iterable<T>, arms: number): T[][] {
  const groups = Array.from({ length: arms }, (): T[] => []);
  for (const item of items) groups[item.arm]?.push(item);
  return groups;
}

export function buildResult(stored: StoredRun): ResultDocument {
  const { file } = stored;
  const rows = byArm<StoredRow>(stored.rows(), file.arms.length);
  const blocks = byArm<StoredBlock>(stored.blocks, file.arms.length);
  const figures = file.arms.map((arm, index) => armFigures(rows[index] ?? [], blocks[index] ?? [], { client: familyOf(arm.client), server: familyOf(arm.server) }));
  const side = (stack: string, cpus: number[]) => {
    const found = file.stacks.find(({ id }) => id === stack);
    return { stack, version: found?.version ?? null, library: found?.library ?? null, cpus };
  };
  const [reference] = figures;
  const arms = file.arms.map((arm, index): ArmResult => {
    const { roundMedians, ...own } = figures[index] as (typeof figures)[number];
    const ratio = index > 0 && reference ? pairedRatio(reference.roundMedians, roundMedians) : null;
    const failure = file.failures[arm.id] ?? (own.handshakes === 0 ? (own.errors[0]?.text ?? 'no handshake was measured') : null);
    return {
      id: arm.id,
      state: failure === null ? 'good' : 'failed',
      reason: failure,
      client: side(arm.client, file.placement.client),
      server: side(arm.server, file.placement.server),
      ...own,
      shift: ratio && { against: (file.arms[0] as { id: string }).id, ratio: ratio.ratio, ratioCi: ratio.ci },
    };
  });
  const salvaged = file.run.ended === 'cut short';
  const lastRow = Math.max(0, ...rows.flatMap((own) => own.slice(-1).map((row) => row.startNs)).filter((ns) => !Number.isNaN(ns)));
  const measured = new Set(stored.blocks.filter((block) => !block.warmup).map((block) => block.round));
  const warming = new Set(stored.blocks.filter((block) => block.warmup).map((block) => block.round));
  return {
    format: RESULT_FORMAT,
    run: { ...file.run, folder: stored.folder, ...(salvaged ? { elapsedMs: lastRow / 1e6 } : {}), rounds: measured.size, warmupRounds: warming.size },
    machine: file.machine,
    placement: file.placement,
    stacks: file.stacks,
    certificates: file.certificates,
    arms,
    refused: file.refused,
    paint: file.paint,
  };
}
