import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { CLAIMS } from '../../../tests/fixtures/claims.ts';
import { DISPUTED, LOAD, SCALING } from '../../../tests/fixtures/variants.ts';
import { plainText } from '../result/verdict-words.ts';
import { chosenArm } from './arm.ts';
import type { Block } from './block.ts';
import { contentOf } from '../../../tests/fixtures/report-content.ts';
import { quantileOf } from './drawn.ts';
import { optionsOf, TEMPLATE_SECTIONS, untouched, type ReportOptions } from './options.ts';
import { drawnFrom, footOf, reportFrom, type ReportSource } from './source.ts';

const run: ReportSource = { kind: 'run', document: RESULT };
const claims: ReportSource = { kind: 'claims', claims: CLAIMS, at: '2026-11-24T03:00:00.000Z', appVersion: '1.0.0' };
const options = (given: Partial<ReportOptions> = {}): ReportOptions => ({ ...optionsOf(untouched('en', 'arm')), ...given });
const headings = (blocks: readonly Block[]): string[] => blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
const tableUnder = (blocks: readonly Block[], heading: string): Extract<Block, { kind: 'table' }> => blocks.slice(blocks.findIndex((block) => block.kind === 'heading' && block.text === heading)).find((block) => block.kind === 'table') as Extract<Block, { kind: 'table' }>;

describe('the report of one arm', () => {
  const good = RESULT.arms.find(({ state }) => state === 'good');
  const failed = RESULT.arms.find(({ state }) => state === 'failed');

  it('is of the arm that is asked for, else of the first that stands', () => {
    expect(chosenArm(RESULT, null)?.id).toBe(good?.id);
    expect(chosenArm(RESULT, failed?.id ?? '')?.id).toBe(failed?.id);
    expect(chosenArm(RESULT, 'gone')?.id).toBe(good?.id);
    expect(drawnFrom(run, options())?.arms.map(({ id }) => id)).toEqual([good?.id]);
    expect(reportFrom(run, options()).title).toBe(`${RESULT.run.name}: ${good?.id.replace('→', ' → ')}`);
  });

  it('shows its flame whole and in two halves, phases of both sides, percentiles, allocations, what was negotiated', () => {
    const { blocks } = reportFrom(run, options());
    expect(blocks.flatMap((block) => (block.kind === 'flame' ? [block.part] : []))).toEqual([null, [0, 0.5], [0.5, 1]]);
    expect(headings(blocks)).toEqual(expect.arrayContaining(['Where the time goes', 'Phases of both sides', 'Percentiles', 'Distribution', 'Cost of one handshake', 'Allocations and garbage collection', 'Negotiated', 'Noise', 'Provenance']));
    const phases = tableUnder(blocks, 'Phases of both sides');
    expect(phases.rows.filter((row) => row[0]?.tone === 'strong').map((row) => row[0]?.text)).toEqual(['TCP connect', 'client handshake', 'server handshake']);
    expect(phases.rows.length).toBe((good?.phases.client.length ?? 0) + (good?.phases.server.length ?? 0));
    expect(tableUnder(blocks, 'Percentiles').rows.map((row) => row[0]?.text)).toEqual(['least', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'most', 'mean']);
    expect(contentOf(blocks).join(' ')).not.toContain(failed?.id.replace('→', ' → ') ?? '');
  });

  it('says why a failed arm has no figures, and shows none', () => {
    const { blocks } = reportFrom(run, options({ arm: failed?.id ?? null }));
    const [, verdict] = blocks;
    expect(verdict?.kind === 'verdict' && plainText(verdict.parts)).toContain('failed: alert 42 bad_certificate');
    expect(blocks.some((block) => block.kind === 'flame')).toBe(false);
    expect(headings(blocks)).not.toContain('Percentiles');
    expect(headings(blocks)).toContain('Provenance');
  });

  it('holds the sections asked for, whole tables, and nothing unknown', () => {
    expect(headings(reportFrom(run, options({ sections: ['percentiles'] })).blocks)).toEqual(['Percentiles']);
    for (const document of [RESULT, LOAD, SCALING, DISPUTED]) for (const arm of document.arms) for (const language of ['en', 'zh'] as const) {
      const { blocks } = reportFrom({ kind: 'run', document }, options({ arm: arm.id, language }));
      expect(contentOf(blocks).join('\n')).not.toMatch(/NaN|undefined|null/);
      for (const block of blocks) if (block.kind === 'table') for (const row of block.rows) expect(row.reduce((sum, cell) => sum + (cell.span ?? 1), 0)).toBe(block.columns.length);
    }
  });

  it('has the same blocks and figures in Chinese', () => {
    const [en, zh] = [reportFrom(run, options()), reportFrom(run, options({ language: 'zh' }))];
    expect(zh.blocks.map(({ kind }) => kind)).toEqual(en.blocks.map(({ kind }) => kind));
    for (const text of headings(zh.blocks)) expect(text).not.toMatch(/[a-z]/);
  });
});

describe('the report of the claims', () => {
  it('counts verdicts, and sets each statement beside what was measured', () => {
    const { blocks, title } = reportFrom(claims, options({ template: 'claims', sections: [...TEMPLATE_SECTIONS.claims] }));
    expect(title).toBe('Claims');
    expect(blocks[1]?.kind === 'verdict' && plainText(blocks[1].parts)).toBe('7 statements: 1 supported, 1 refuted, 1 inconclusive, 1 not offered by this stack, 1 not testable here, 1 not built yet, 1 not run yet.');
    const { rows } = tableUnder(blocks, 'Claims');
    expect(rows).toHaveLength(2 * CLAIMS.length);
    expect(rows[0]?.slice(1).map(({ text }) => text.replaceAll('\u00a0', ' '))).toEqual(['13.2 … 16.2 ms', '14.2 ms', '13.9 … 14.5 ms', 'supported']);
    expect(rows[1]?.[0]?.text).toContain('Decided by 2026-11-23-121100-sample');
    expect(tableUnder(blocks, 'Runs').rows[0]?.[1]?.text).toBe('sample.supported, sample.refuted, sample.inconclusive');
  });

  it('says the judge’s own sentences in Chinese too', () => {
    const text = contentOf(reportFrom(claims, options({ template: 'claims', language: 'zh', sections: [...TEMPLATE_SECTIONS.claims] })).blocks).join(' ');
    expect(text).toContain('区间部分落在该陈述之内');
    expect(text).not.toMatch(/(?<!sample\.)(supported|refuted|inconclusive)/);
  });

  it('has a date and no seed at its foot', () => {
    expect(footOf(claims)).toEqual({ date: '2026-11-24 03:00 UTC', seed: null });
    expect(footOf(run).seed).toBe(RESULT.run.seed);
    expect(drawnFrom(claims, options())).toBeNull();
  });
});

it('a quantile of the drawn bins is in the bin that holds it', () => {
  const distribution = { fromNs: 1000, ratio: 1.1, counts: [0, 10, 80, 10] };
  expect(quantileOf(distribution, 0.05)).toBeCloseTo(1000 * 1.1 ** 1.5);
  expect(quantileOf(distribution, 0.5)).toBeCloseTo(1000 * 1.1 ** 2.5);
  expect(quantileOf(distribution, 0.95)).toBeCloseTo(1000 * 1.1 ** 3.5);
  expect(quantileOf({ ...distribution, counts: [] }, 0.5)).toBeNull();
});
