/** The report of the claims: every statement with what was claimed, what was measured here, and a verdict. It needs no run. Pure. */
import { VERDICTS, type JudgedClaim } from '../claims/document.ts';
import { claimSpan, claimValue } from '../claims/words.ts';
import type { Part } from '../result/verdict-words.ts';
import { ARM_WORDS, type ArmWords } from './arm-words.ts';
import type { Block, Cell, ReportDocument } from './block.ts';
import { column } from './cells.ts';
import { grouped, NBSP, NONE } from './figures.ts';
import { assembled } from './model.ts';
import type { ReportOptions, ReportSection } from './options.ts';
import { WORDS } from './words.ts';

export interface ClaimsNow {
  readonly claims: readonly JudgedClaim[];
  /** When they were looked at, ISO 8601. */
  readonly at: string;
  readonly appVersion: string;
}

const measured = (claim: JudgedClaim): string => claimValue(claim) ?? NONE;
const range = (ends: readonly [number, number] | null, unit: string | null): string => claimSpan(ends, unit) ?? NONE;
const dim = (text: string): Cell => ({ text, tone: 'dim' });

function lead(claims: readonly JudgedClaim[], own: ArmWords): Part[] {
  const counts = VERDICTS.map((verdict) => [verdict, claims.filter((claim) => claim.verdict === verdict).length] as const).filter(([, count]) => count > 0);
  return [
    { text: own.claimsLead(grouped(claims.length)), strong: false },
    ...counts.flatMap(([verdict, count], index): Part[] => [{ text: own.tally(grouped(count), own.verdicts[verdict]), strong: verdict === 'supported' || verdict === 'refuted' }, { text: index === counts.length - 1 ? own.stop : own.comma, strong: false }]),
  ];
}

function rowsOf(claim: JudgedClaim, language: 'en' | 'zh', own: ArmWords): Cell[][] {
  const { reference, ci, unit, verdict, reason, run, id } = claim;
  const beside = [`§${NBSP}${claim.section}`, id, ...(reason === null ? [] : [reason[language]]), ...(run === null ? [] : [own.decidedBy(run)])].join(' · ');
  return [
    [
      { text: claim.statement[language], tone: 'strong' }, reference === null ? dim(NONE) : { text: range(reference, unit) }, claim.measured === null ? dim(NONE) : { text: measured(claim) }, ci === null ? dim(NONE) : { text: range(ci, unit) },
      { text: own.verdicts[verdict], mark: verdict, ...(verdict === 'refuted' ? { tone: 'bad' as const } : verdict === 'supported' ? { tone: 'strong' as const } : { tone: 'dim' as const }) },
    ],
    [{ text: beside, tone: 'dim', span: 5 }],
  ];
}

function claimBlocks(claims: readonly JudgedClaim[], language: 'en' | 'zh', own: ArmWords): Block[] {
  return [
    { kind: 'heading', text: own.claimsTitle },
    { kind: 'table', caption: own.claimsCaption, columns: own.claimsHead.map((text, at) => (at === 0 ? { text, number: false, wrap: true } : column(text, at < 4))), rows: claims.flatMap((claim) => rowsOf(claim, language, own)) },
  ];
}

function provenanceBlocks({ claims, at, appVersion }: ClaimsNow, language: 'en' | 'zh', own: ArmWords): Block[] {
  const words = WORDS[language];
  const runs = [...new Set(claims.flatMap(({ run }) => run ?? []))];
  return [
    { kind: 'heading', text: words.provenance },
    { kind: 'pairs', rows: [{ name: own.made, value: `${at.slice(0, 16).replace('T', ' ')} UTC · ${words.madeBy(appVersion)}`, mono: false }] },
    { kind: 'heading', text: own.runs },
    runs.length === 0 ? { kind: 'paragraph', text: own.noRuns } : {
      kind: 'table', caption: own.runsCaption, columns: [{ text: own.runsHead[0] as string, number: false, wrap: true }, { text: own.runsHead[1] as string, number: false, wrap: true }],
      rows: runs.map((run): Cell[] => [{ text: run, tone: 'strong' }, { text: claims.filter((claim) => claim.run === run).map(({ id }) => id).join(', ') }]),
    },
  ];
}

export function claimsReport(now: ClaimsNow, options: ReportOptions): ReportDocument {
  const { language } = options;
  const own = ARM_WORDS[language];
  const sections = (section: ReportSection): Block[] => {
    switch (section) {
      case 'verdict': return [{ kind: 'verdict', parts: lead(now.claims, own), details: [], notices: [] }];
      case 'claims': return claimBlocks(now.claims, language, own);
      case 'provenance': return provenanceBlocks(now, language, own);
      default: return [];
    }
  };
  return assembled({ ...options, template: 'claims' }, { title: options.title.trim() || own.claimsTitle, date: now.at, sections });
}
