import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { TEMPLATE_SECTIONS, type ReportOptions } from './options.ts';
import { DISPUTED, LOAD, SCALING } from '../../../tests/fixtures/variants.ts';
import { plainText } from '../result/verdict-words.ts';
import { grouped, inUnit, NBSP, plusMinus, signed, timeUnit } from './figures.ts';
import { reportDate, reportOf, type Block } from './model.ts';

const ALL: ReportOptions = { template: 'comparison', arm: null, language: 'en', title: 'Trial', author: '', notes: '', sections: [...TEMPLATE_SECTIONS.comparison], paper: 'A4' };
const report = (options: Partial<ReportOptions> = {}, document = RESULT) => reportOf(document, { ...ALL, ...options });
const table = (blocks: readonly Block[], heading: string): Extract<Block, { kind: 'table' }> => {
  const at = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  return blocks[at + 1] as Extract<Block, { kind: 'table' }>;
};

describe('reportOf', () => {
  it('opens with title and verdict, and ends with what is needed to run it again', () => {
    const { blocks } = report();
    expect(blocks[0]).toEqual({ kind: 'title', eyebrow: 'Measurement report · 23 November 2026', text: 'Trial', author: '' });
    expect(blocks[1]?.kind === 'verdict' && plainText(blocks[1].parts)).toMatch(/^A handshake led by dotnet10 takes 2\.0–2\.2 times as long as one led by go1\.27\./);
    const pairs = blocks.find((block) => block.kind === 'pairs');
    expect(pairs?.kind === 'pairs' && pairs.rows.at(-1)).toEqual({ name: 'Run again', value: 'npm run -s lab -- replay go-dotnet-node.hsrun --exact', mono: true });
    expect(blocks.at(-1)?.kind).toBe('code');
  });

  it('holds the sections asked for, in its own order', () => {
    const headings = (sections: ReportOptions['sections']): string[] => report({ sections }).blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings(['provenance', 'cost', 'arms'])).toEqual(['Arms', 'Cost of one handshake', 'Provenance', 'Not seen', 'Scenario']);
    expect(headings(['verdict'])).toEqual([]);
  });

  it('keeps failed and refused arms in the table, with the reason', () => {
    const { rows } = table(report().blocks, 'Arms');
    expect(rows).toHaveLength(10);
    expect(rows[7]?.map((cell) => cell.text)).toEqual(['node20 → dotnet10', '—', 'failed: alert 42 bad_certificate · server · client Finished']);
    expect(rows[9]?.[2]?.text).toBe('left out: electron33 is not available: no Electron runtime was found');
  });

  it('fills every row to the table’s width', () => {
    for (const block of [RESULT, LOAD, SCALING, DISPUTED].flatMap((document) => report({}, document).blocks)) {
      if (block.kind !== 'table') continue;
      for (const row of block.rows) expect(row.reduce((sum, cell) => sum + (cell.span ?? 1), 0)).toBe(block.columns.length);
    }
  });

  it('draws a flame for each arm that stands', () => {
    expect(report().blocks.filter((block) => block.kind === 'flame')).toHaveLength(8);
  });

  it('speaks Chinese with the same blocks and figures', () => {
    const [en, zh] = [report(), report({ language: 'zh' })];
    expect(zh.blocks.map((block) => block.kind)).toEqual(en.blocks.map((block) => block.kind));
    expect(table(zh.blocks, '组合').rows.map((row) => row[1]?.text)).toEqual(table(en.blocks, 'Arms').rows.map((row) => row[1]?.text));
    for (const block of zh.blocks) if (block.kind === 'heading') expect(block.text).not.toMatch(/[a-z]/);
  });

  it('says when a run was cut short', () => {
    const cut = { ...RESULT, run: { ...RESULT.run, complete: false, ended: 'cut short' as const, rounds: 12 } };
    const verdict = report({}, cut).blocks[1];
    expect(verdict?.kind === 'verdict' && verdict.notices[0]).toContain('12 finished rounds were saved');
  });

  it('never writes NaN, null or undefined', () => {
    for (const document of [RESULT, LOAD, SCALING, DISPUTED]) for (const language of ['en', 'zh'] as const) expect(JSON.stringify(report({ language }, document).blocks).replace(/"(part|arm)":null/g, '')).not.toMatch(/NaN|undefined|null/);
  });

  it('sets every pair beside its floor and verdict, with what speaks against it', () => {
    const { rows } = table(report({}, DISPUTED).blocks, 'Comparisons');
    const said = rows.map((row) => row.map((cell) => cell.text.replaceAll('\u00a0', ' ')));
    expect(said[0]).toEqual(['go1.27 → dotnet10\nagainst go1.27 → go1.27', '+16 %', '[−6 … +41]', '0.58 %', '0.21', 'too noisy']);
    expect(said[1]).toEqual(['', 'run-queue wait']);
    expect(said.flat().join(' ')).toContain('Long blocks say otherwise: faster by 3.2 % (1.6–4.9 %)');
    expect(said.at(-2)?.[0]).toContain('twin');
  });

  it('gives figures their intervals, to the place that these allow', () => {
    const [, p50, , , p99] = table(report().blocks, 'Arms').rows[0] ?? [];
    expect([p50?.text, p50?.pm, p99?.text, p99?.pm].map((text) => text?.replaceAll('\u00a0', ' '))).toEqual(['761.4', '±0.63 %', '1 180', '±17 %']);
    const cost = table(report().blocks, 'Cost of one handshake').rows[0] ?? [];
    expect(cost.slice(1, 5).every((cell) => cell.pm !== undefined)).toBe(true);
  });

  it('draws load where there is some, and says where the generator was late', () => {
    const kinds = (document: typeof RESULT): string[] => report({ sections: ['load'] }, document).blocks.map((block) => block.kind);
    expect(kinds(LOAD)).toEqual(['title', 'heading', 'paragraph', 'rates', 'rates', 'table']);
    expect(kinds(SCALING)).toEqual(['title', 'heading', 'scaling', 'table', 'scaling', 'table']);
    expect(kinds(RESULT)).toEqual(['title']);
    expect(table(report({ sections: ['load'] }, LOAD).blocks.filter((block) => block.kind === 'heading' || block.kind === 'table'), 'Load').rows.at(-1)?.at(-1)).toEqual({ text: 'not held', tone: 'bad' });
  });

  it('tells noise, the second instrument and what happens inside an arm', () => {
    const { blocks } = report({ sections: ['noise'] }, DISPUTED);
    expect(blocks.map((block) => block.kind)).toEqual(['title', 'heading', 'paragraph', 'noise', 'table', 'heading', 'table', 'heading', 'table']);
    expect(table(blocks, 'Second instrument').rows.map((row) => row.at(-1)?.text)).toEqual(['does not agree', 'agrees', 'not made: AF_PACKET: operation not permitted']);
  });

  it('falls back to the run’s name where the title is empty', () => {
    expect(report({ title: '  ' }).title).toBe(RESULT.run.name);
    expect(reportDate('2026-01-05T23:00:00Z', 'zh')).toBe('2026 年 1 月 5 日');
  });
});

describe('figures', () => {
  it('groups with a no-break space and writes a real minus', () => {
    expect(grouped(1_234_567)).toBe(`1${NBSP}234${NBSP}567`);
    expect(grouped(-1_096.4, 1)).toBe(`−1${NBSP}096.4`);
    expect(grouped(-0.2)).toBe('0');
    expect([signed(188), signed(-41), signed(0)]).toEqual(['+188', '−41', '0']);
  });

  it('keeps µs below 10 ms, then ms, then s', () => {
    expect([9e6, 2e7, 2e10].map((ns) => timeUnit(ns).name)).toEqual(['µs', 'ms', 's']);
    expect(inUnit(null, timeUnit(1e6))).toBe('—');
  });

  it('gives half the interval in two digits', () => {
    expect(plusMinus(1_000, [986, 1_014])).toBe(`±1.4${NBSP}%`);
    expect(plusMinus(1_000, [995.2, 1_004.8])).toBe(`±0.48${NBSP}%`);
    expect(plusMinus(1_000, [880, 1_120])).toBe(`±12${NBSP}%`);
    expect(plusMinus(1_000, null)).toBeNull();
  });
});
