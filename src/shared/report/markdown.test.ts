import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../tests/fixtures/claims.ts';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { DISPUTED, LOAD, SCALING } from '../../../tests/fixtures/variants.ts';
import { contentOf } from '../../../tests/fixtures/report-content.ts';
import { toReportMarkdown } from './markdown.ts';
import { optionsOf, ReportTemplate, untouched } from './options.ts';
import { reportFrom, type ReportSource } from './source.ts';

const read = (text: string) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
const wordsOf = (node: Nodes): string => (node.type === 'html' ? ' ' : 'value' in node ? node.value : 'children' in node ? node.children.map((child) => wordsOf(child)).join(node.type === 'paragraph' || node.type === 'heading' || node.type === 'strong' || node.type === 'link' || node.type === 'tableCell' || node.type === 'emphasis' ? '' : ' ') : ' ');
const tight = (text: string): string => text.replace(/\s+/g, '');

const NOTES = '# Seen *here*\n\nA | b, `c|d` and <b>e</b>; 1. not a list\n\n- one [two](https://example.org/x_y_z?a=1&b=2)\n- https://example.org\n\n| a | b |\n|---|--:|\n| x\\|y | 2 |\n\n```\n# code\n```\n\n***\n';
const source = (document: typeof RESULT): ReportSource => ({ kind: 'run', document });
const claims: ReportSource = { kind: 'claims', claims: CLAIMS, at: '2026-11-24T03:00:00.000Z', appVersion: '1.0.0' };

describe('a report as Markdown', () => {
  for (const language of ['en', 'zh'] as const) for (const template of ReportTemplate.options) {
    it(`says what its blocks say, and nothing else: ${template}, ${language}`, () => {
      const options = { ...optionsOf(untouched(language, template)), notes: NOTES, title: 'A_b * <c> | `d`', author: 'E & F' };
      for (const one of template === 'claims' ? [claims] : [RESULT, LOAD, SCALING, DISPUTED].map(source)) {
        const { blocks } = reportFrom(one, options);
        expect(tight(wordsOf(read(toReportMarkdown({ blocks }))))).toBe(tight(contentOf(blocks).join('')));
      }
    });
  }

  it('keeps rows as wide as their table', () => {
    for (const document of [RESULT, LOAD, SCALING, DISPUTED]) {
      const { blocks } = reportFrom(source(document), optionsOf(untouched('en')));
      for (const node of read(toReportMarkdown({ blocks })).children) if (node.type === 'table') for (const row of node.children) expect(row.children).toHaveLength(node.children[0]?.children.length ?? 0);
    }
  });

  it('has one title, sections below it, and notes below their section', () => {
    const { blocks } = reportFrom(source(RESULT), { ...optionsOf(untouched('en')), notes: '# a\n\n###### b' });
    const depths = read(toReportMarkdown({ blocks })).children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
    expect(depths.filter((depth) => depth === 1)).toHaveLength(1);
    expect(depths.slice(0, 4)).toEqual([1, 2, 3, 6]);
  });

  it('holds no HTML but line breaks in cells', () => {
    const { blocks } = reportFrom(source(DISPUTED), { ...optionsOf(untouched('en')), notes: '<script>alert(1)</script> <img src=x onerror=y>\n\n<iframe src="//x"></iframe>' });
    const html: string[] = [];
    const walk = (node: Nodes): void => {
      if (node.type === 'html') html.push(node.value);
      if ('children' in node) node.children.forEach(walk);
    };
    walk(read(toReportMarkdown({ blocks })));
    expect([...new Set(html)]).toEqual(['<br>']);
  });
});
