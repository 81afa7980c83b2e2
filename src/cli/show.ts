/** `lab show`: a run as a table or as the result document; without a run, the list of runs. */
import type { Engine } from '../engine/index.ts';
import { readHeadline } from '../engine/library/headline.ts';
import { openResult } from '../engine/result/kept.ts';
import type { ArmResult, ResultDocument } from '../shared/result/document.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { table } from './table.ts';

const NONE = '—';
const micros = (ns: number | null): string => (ns === null ? NONE : (ns / 1000).toFixed(ns < 100_000 ? 1 : 0));
const percentOf = (ci: readonly [number, number] | null, value: number | null): string => (ci === null || value === null ? NONE : `±${((100 * (ci[1] - ci[0])) / 2 / value).toFixed(1)} %`);
const kilobytes = (bytes: number | null | undefined): string => (bytes === null || bytes === undefined ? NONE : (bytes / 1000).toFixed(1));

function armRow(arm: ArmResult): string[] {
  const { handshake, allocations, shift, cpu } = arm;
  return [
    arm.id,
    String(arm.handshakes),
    micros(handshake.p50Ns),
    percentOf(handshake.p50CiNs, handshake.p50Ns),
    micros(handshake.p95Ns),
    micros(handshake.p99Ns),
    shift ? `${shift.ratio.toFixed(2)} × [${shift.ratioCi[0].toFixed(2)} … ${shift.ratioCi[1].toFixed(2)}]` : NONE,
    micros(cpu.clientNs),
    micros(cpu.serverNs),
    kilobytes(allocations.client?.bytes),
    kilobytes(allocations.server?.bytes),
  ];
}

const HEAD = ['client→server', 'n', 'p50 µs', '95 %', 'p95 µs', 'p99 µs', 'to the first', 'CPU client µs', 'server µs', 'alloc client KB', 'server KB'];

export function resultText(result: ResultDocument): string {
  const { run, machine, placement, arms, refused } = result;
  const good = arms.filter(({ state }) => state === 'good');
  const unequal = good.filter((arm) => arm.handshakes !== arm.serverHandshakes);
  const [first] = good;
  return [
    `${run.name} · ${run.createdAt} · seed ${run.seed} · ${run.rounds} rounds in ${(run.elapsedMs / 1000).toFixed(1)} s${run.complete ? '' : ` · ${run.ended}`}`,
    `${machine.cpu}, ${machine.cpus} CPUs, ${machine.kernel} · server on CPU ${placement.server.join(',')}, client on ${placement.client.join(',')}`,
    ...(first ? [`TLS ${first.negotiated.version ?? '?'} · ${first.negotiated.group ?? 'group not reported'} · ${first.negotiated.cipherSuite ?? '?'}`] : []),
    '',
    table(HEAD, good.map(armRow)),
    ...arms.filter(({ state }) => state === 'failed').map(({ id, reason }) => `failed: ${id}: ${reason ?? ''}`),
    ...refused.map(({ id, reason }) => `left out: ${id}: ${reason}`),
    '',
    unequal.length === 0
      ? 'Every handshake was complete on both sides: the servers counted as many as the clients.'
      : `Not every handshake was counted on both sides: ${unequal.map((arm) => `${arm.id} client ${arm.handshakes}, server ${arm.serverHandshakes}`).join('; ')}`,
    `Kept in ${run.folder}`,
  ].join('\n');
}

export async function printRun(engine: Engine, run: string | undefined, { json = false }: { json?: boolean }): Promise<ExitCode> {
  if (run === undefined) {
    const runs = engine.runs.list().map(readHeadline);
    if (json) process.stdout.write(`${JSON.stringify({ runs }, null, 1)}\n`);
    else process.stdout.write(`${runs.length === 0 ? 'No runs yet; make one with: lab run quick' : table(['run', 'name', 'made', 'ended', 'stacks'], runs.map((one) => [one.id, one.name, one.createdAt, one.problem ?? one.ended, one.stacks.join(', ')]), 5)}\n`);
    return EXIT.good;
  }
  const result = openResult(engine.runs.find(run));
  process.stdout.write(json ? `${JSON.stringify(result, null, 1)}\n` : `${resultText(result)}\n`);
  return EXIT.good;
}
