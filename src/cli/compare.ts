/** `lab compare` and `lab gate`. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError, type Engine } from '../engine/index.ts';
import { armNamed, select } from '../engine/compare.ts';
import { openResult } from '../engine/result/kept.ts';
import { compareRuns, DEFAULT_BETWEEN_RUNS, type Selected } from '../shared/compare/compare.ts';
import type { ComparedArm, CompareDocument } from '../shared/compare/document.ts';
import { gate } from '../shared/compare/gate.ts';
import { gateJUnit, gateMarkdown, gateSarif } from '../shared/compare/gate-report.ts';
import { shiftText } from '../shared/report/figures.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { findProject } from './context.ts';
import { table } from './table.ts';

interface CompareOptions {
  readonly betweenRuns?: number;
  readonly json?: boolean;
}

interface GateOptions extends CompareOptions {
  readonly baseline: string;
  readonly run: string;
  readonly maxRegression: number;
  readonly requireResolution?: number;
  readonly arm?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly sarif?: string;
}

const NONE = '—';
const micros = (ns: number): string => (ns / 1000).toFixed(ns < 100_000 ? 1 : 0);
const shiftCells = (ratio: number, ci: readonly [number, number] | null): [string, string] => {
  const { value, interval } = shiftText(ratio, ci);
  return [value, interval];
};
const BY = { rounds: 'by rounds', anchor: 'by the common arm', times: 'by times' } as const;

const selected = (engine: Engine, text: string): Selected => select(text, (run) => openResult(engine.runs.find(run)));

const armLine = (one: ComparedArm): string[] => [one.a === one.b ? one.a : `${one.a} / ${one.b}`, one.verdict, micros(one.p50Ns[0]), micros(one.p50Ns[1]), ...shiftCells(one.ratio, one.ratioCi), BY[one.by]];

export function compareText(document: CompareDocument): string {
  const { a, b, anchor, arms, onlyA, onlyB, differences } = document;
  const tails = arms.flatMap((one) => one.quantiles.map(({ q, aNs, bNs, ratio, ratioCi }) => [one.b, `p${q * 100}`, micros(aNs), micros(bNs), ...shiftCells(ratio, ratioCi)]));
  const phases = arms.flatMap((one) => one.phases.filter(({ defended, differenceNs }) => defended && differenceNs !== null)
    .sort((x, y) => Math.abs(y.differenceNs as number) - Math.abs(x.differenceNs as number))
    .map(({ id, aNs, bNs, differenceNs }) => [one.b, id, aNs === null ? NONE : micros(aNs), bNs === null ? NONE : micros(bNs), `${(differenceNs as number) > 0 ? '+' : '−'}${micros(Math.abs(differenceNs as number))}`]));
  return [
    `A  ${a.run}${a.arm === null ? '' : `: ${a.arm}`} · ${a.name} · ${a.createdAt}`,
    `B  ${b.run}${b.arm === null ? '' : `: ${b.arm}`} · ${b.name} · ${b.createdAt}`,
    ...(anchor ? [`The machine: ${anchor.arm} took ${anchor.ratio.toFixed(3)} times as long in B; that is taken out where an arm was set against it in both runs.`] : []),
    '',
    arms.length > 0 ? table(['arm', 'B is', 'A µs', 'B µs', 'shift', '95 %', 'compared'], arms.map(armLine), 2) : 'No arm is good in both.',
    ...arms.flatMap(({ b: id, reason }) => (reason === null ? [] : [`${id}: ${reason}`])),
    ...(tails.length > 0 ? ['', table(['arm', '', 'A µs', 'B µs', 'shift', '95 %'], tails, 2)] : []),
    ...(phases.length > 0 ? ['', 'Phases whose mean differs beyond its interval:', table(['arm', 'phase', 'A µs', 'B µs', 'µs'], phases, 2)] : []),
    ...onlyA.map((id) => `only in A: ${id}`),
    ...onlyB.map((id) => `only in B: ${id}`),
    ...(differences.scenario.length + differences.environment.length > 0 ? ['', table(['differs', 'A', 'B'], [...differences.scenario.map((one) => [one.field, one.a, one.b]), ...differences.environment.map((one) => [one.what, one.a, one.b])])] : []),
    '',
  ].join('\n');
}

export async function compare(engine: Engine, a: string, b: string, { betweenRuns = DEFAULT_BETWEEN_RUNS, json = false }: CompareOptions): Promise<ExitCode> {
  const document = compareRuns(selected(engine, a), selected(engine, b), { betweenRuns });
  if (document.arms.length === 0) throw new LabError('bad-run', `${a} and ${b} have no good arm in common; name one of each with RUN:ARM`);
  process.stdout.write(json ? `${JSON.stringify(document, null, 1)}\n` : compareText(document));
  return EXIT.good;
}

function save(path: string | undefined, content: string): void {
  if (path !== undefined) writeFileSync(resolve(path), content);
}

export async function runGate(engine: Engine, options: GateOptions): Promise<ExitCode> {
  const [a, b] = [selected(engine, options.baseline), selected(engine, options.run)];
  const named = (side: Selected): Selected => (options.arm === undefined ? side : { ...side, arm: armNamed(side.result, options.arm) });
  const document = compareRuns(named(a), named(b), { betweenRuns: options.betweenRuns ?? DEFAULT_BETWEEN_RUNS });
  const judged = gate(document, { baseline: a.result, run: b.result }, { maxRegression: options.maxRegression, requireResolution: options.requireResolution ?? null });
  if (judged.arms.length === 0) throw new LabError('bad-run', `${options.baseline} and ${options.run} have no arm in common: there is nothing to guard`);
  const markdown = gateMarkdown(judged);
  save(options.markdown, markdown);
  save(options.junit, gateJUnit(judged));
  save(options.sarif, `${JSON.stringify(gateSarif(judged, findProject().version), null, 1)}\n`);
  process.stdout.write(options.json === true ? `${JSON.stringify({ ...judged, comparison: document }, null, 1)}\n` : markdown);
  if (!judged.passed) return EXIT.regressed;
  return judged.unresolved ? EXIT.unresolved : EXIT.good;
}
