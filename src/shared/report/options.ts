/** What a person chooses of a report, and what is remembered of it. */
import { z } from 'zod';

export const ReportSection = z.enum(['verdict', 'arms', 'comparisons', 'cost', 'load', 'flame', 'phases', 'percentiles', 'distribution', 'allocations', 'negotiated', 'noise', 'wire', 'claims', 'provenance']);
export type ReportSection = z.infer<typeof ReportSection>;

export const ReportTemplate = z.enum(['comparison', 'arm', 'claims']);
export type ReportTemplate = z.infer<typeof ReportTemplate>;

export const ReportFormat = z.enum(['pdf', 'html', 'md']);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const Paper = z.enum(['A4', 'Letter']);

/** The sections of each template, in the order in which they stand in the report. */
export const TEMPLATE_SECTIONS: Readonly<Record<ReportTemplate, readonly ReportSection[]>> = {
  comparison: ['verdict', 'arms', 'comparisons', 'cost', 'load', 'flame', 'distribution', 'allocations', 'noise', 'wire', 'provenance'],
  arm: ['verdict', 'flame', 'phases', 'percentiles', 'distribution', 'cost', 'allocations', 'negotiated', 'wire', 'noise', 'provenance'],
  claims: ['verdict', 'claims', 'provenance'],
};

export const NOTES_MAX = 20_000;

export const ReportOptions = z.object({
  template: ReportTemplate.default('comparison'),
  /** Of the single-arm template; null: the run's first. */
  arm: z.string().nullable().default(null),
  language: z.enum(['en', 'zh']),
  /** Empty: the run's name. */
  title: z.string().max(200),
  author: z.string().max(200).default(''),
  /** Markdown; see notes.ts for what of it is taken. */
  notes: z.string().max(NOTES_MAX).default(''),
  /** Those that the template does not have are left out. */
  sections: z.array(ReportSection).min(1),
  paper: Paper,
});
export type ReportOptions = z.infer<typeof ReportOptions>;

export const KEPT_FORMAT = 1;

/** `report.json` beside a run's `run.json`: what was chosen and typed. */
export const KeptReport = z.object({
  format: z.literal(KEPT_FORMAT),
  template: ReportTemplate,
  arm: z.string().nullable(),
  language: z.enum(['en', 'zh']),
  title: z.string().max(200),
  author: z.string().max(200),
  notes: z.string().max(NOTES_MAX),
  paper: Paper,
  /** Of each template, so that looking at another one loses nothing. */
  sections: z.object({ comparison: z.array(ReportSection), arm: z.array(ReportSection), claims: z.array(ReportSection) }),
});
export type KeptReport = z.infer<typeof KeptReport>;

/** All there is, of a report nobody has touched. */
export const untouched = (language: 'en' | 'zh', template: ReportTemplate = 'comparison'): KeptReport => ({
  format: KEPT_FORMAT, template, arm: null, language, title: '', author: '', notes: '', paper: 'A4',
  sections: { comparison: [...TEMPLATE_SECTIONS.comparison], arm: [...TEMPLATE_SECTIONS.arm], claims: [...TEMPLATE_SECTIONS.claims] },
});

export const optionsOf = ({ sections, format: _format, ...kept }: KeptReport): ReportOptions => ({ ...kept, sections: sections[kept.template] });
