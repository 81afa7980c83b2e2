/** A gate's outcome for pipelines: Markdown for a comment, JUnit XML, SARIF 2.1.0. Pure. */
import type { Gate, GatedArm } from './gate.ts';

const MARK: Readonly<Record<GatedArm['outcome'], string>> = { passed: '✅', regressed: '❌', failed: '❌', unsure: '⚠️' };

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function gateMarkdown({ passed, arms, maxRegression }: Gate): string {
  return [
    `### Handshake times: ${passed ? 'no regression that can be defended' : 'regressed'}`,
    '',
    `Allowed: ${(maxRegression * 100).toFixed(1)} %. A run fails only where the whole interval lies beyond that.`,
    '',
    '| | arm | |',
    '|---|---|---|',
    ...arms.map(({ arm, outcome, words }) => `| ${MARK[outcome]} | ${cell(arm)} | ${cell(words)} |`),
    '',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** XML 1.0 has no way to write control characters. */
const writable = (letter: string): boolean => letter >= ' ' || letter === '\t' || letter === '\n';
const xml = (text: string): string => [...text].filter(writable).join('').replace(/[&<>"']/g, (found) => ESCAPES[found] as string);

/** One test case an arm, as Jenkins, GitLab and others read it. */
export function gateJUnit({ arms }: Gate): string {
  const bad = ({ outcome }: GatedArm): boolean => outcome === 'regressed' || outcome === 'failed';
  const cases = arms.map((one) => {
    const name = `<testcase classname="handshake" name="${xml(one.arm)}"`;
    if (bad(one)) return `    ${name}><failure message="${xml(one.words)}" type="${one.outcome}"/></testcase>`;
    return one.outcome === 'unsure' ? `    ${name}><skipped message="${xml(one.words)}"/></testcase>` : `    ${name}><system-out>${xml(one.words)}</system-out></testcase>`;
  });
  const skipped = arms.filter(({ outcome }) => outcome === 'unsure').length;
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', `  <testsuite name="Handshake Lab" tests="${arms.length}" failures="${arms.filter(bad).length}" errors="0" skipped="${skipped}">`, ...cases, '  </testsuite>', '</testsuites>', ''].join('\n');
}

const LEVEL: Readonly<Record<GatedArm['outcome'], string>> = { passed: 'none', regressed: 'error', failed: 'error', unsure: 'warning' };

/** Findings as GitHub and others read them (OASIS SARIF 2.1.0); an arm that passed is no finding. */
export function gateSarif({ arms }: Gate, version: string): object {
  const rules = [
    { id: 'handshake-regressed', shortDescription: { text: 'A TLS handshake takes longer than is allowed' } },
    { id: 'handshake-failed', shortDescription: { text: 'A TLS handshake that worked no longer does' } },
    { id: 'handshake-unsure', shortDescription: { text: 'The run could not tell' } },
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Handshake Lab', version, rules } },
        results: arms.filter(({ outcome }) => outcome !== 'passed').map(({ arm, outcome, words }) => ({
          ruleId: `handshake-${outcome}`,
          level: LEVEL[outcome],
          message: { text: `${arm}: ${words}` },
          locations: [{ logicalLocations: [{ name: arm, kind: 'member' }] }],
        })),
      },
    ],
  };
}
