/** What a report is of: a run, or the claims as they stand. Pure. */
import { z } from 'zod';
import { JudgedClaim } from '../claims/document.ts';
import { ResultDocument } from '../result/document.ts';
import { armReport, chosenArm } from './arm.ts';
import type { ReportDocument } from './block.ts';
import { claimsReport } from './claims.ts';
import { reportOf } from './model.ts';
import type { ReportOptions } from './options.ts';

export const ReportSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), document: ResultDocument }),
  z.object({ kind: z.literal('claims'), claims: z.array(JudgedClaim), at: z.iso.datetime(), appVersion: z.string() }),
]);
export type ReportSource = z.infer<typeof ReportSource>;

export function reportFrom(source: ReportSource, options: ReportOptions): ReportDocument {
  if (source.kind === 'claims') return claimsReport(source, options);
  return options.template === 'arm' ? armReport(source.document, options) : reportOf(source.document, { ...options, template: 'comparison' });
}

/** The result that the report's drawings are made from; of a single arm, its own. */
export function drawnFrom(source: ReportSource, options: ReportOptions): ResultDocument | null {
  if (source.kind === 'claims') return null;
  const arm = options.template === 'arm' ? chosenArm(source.document, options.arm) : null;
  return arm === null ? source.document : { ...source.document, arms: [arm] };
}

/** What stands at the foot of each page: the run's date and its seed, or when the claims were looked at. */
export const footOf = (source: ReportSource): { readonly date: string; readonly seed: number | null } => {
  const minute = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
  return source.kind === 'claims' ? { date: minute(source.at), seed: null } : { date: minute(source.document.run.createdAt), seed: source.document.run.seed };
};
