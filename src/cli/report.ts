/** `lab report`: a run, one of its arms, or the claims as a document. PDF and HTML are drawn by the window's own page, Markdown needs no Electron. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import { LabError, messageOf, type Engine } from '../engine/index.ts';
import { toReportMarkdown } from '../shared/report/markdown.ts';
import { NOTES_MAX, ReportFormat, ReportOptions, TEMPLATE_SECTIONS, type ReportSection, type ReportTemplate } from '../shared/report/options.ts';
import { reportFrom, type ReportSource } from '../shared/report/source.ts';
import { findProject } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { printReport } from './print-report.ts';

export interface ReportArguments {
  readonly out: string;
  readonly as?: ReportFormat;
  readonly template: ReportTemplate;
  readonly arm?: string;
  readonly sections?: readonly string[];
  readonly title?: string;
  readonly author?: string;
  /** A file of Markdown; - is stdin. */
  readonly notes?: string;
  readonly lang: 'en' | 'zh';
  readonly paper: ReportOptions['paper'];
}

const wrong = (message: string): LabError => new LabError('bad-run', message);

function formatOf(out: string, as: ReportFormat | undefined): ReportFormat {
  if (as !== undefined) return as;
  const ending = ReportFormat.safeParse({ '.markdown': 'md', '.htm': 'html' }[extname(out).toLowerCase()] ?? extname(out).toLowerCase().slice(1));
  if (!ending.success) throw wrong(`${out} does not end in .pdf, .html or .md: say which with --as`);
  return ending.data;
}

function sectionsOf(template: ReportTemplate, asked: readonly string[] | undefined): ReportSection[] {
  const has = TEMPLATE_SECTIONS[template];
  if (asked === undefined) return [...has];
  const unknown = asked.filter((section) => !(has as readonly string[]).includes(section));
  if (unknown.length > 0 || asked.length === 0) throw wrong(`the ${template} report has no section ${unknown.join(', ')}; it has ${has.join(', ')}`);
  return has.filter((section) => asked.includes(section));
}

function notesIn(path: string | undefined): string {
  if (path === undefined) return '';
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new LabError('not-found', `the notes cannot be read: ${messageOf(error)}`);
  }
  if (text.length > NOTES_MAX) throw wrong(`the notes are ${text.length} characters long, and a report takes ${NOTES_MAX}`);
  return text;
}

async function sourceOf(engine: Engine, run: string | undefined, template: ReportTemplate): Promise<ReportSource> {
  if (template === 'claims') return { kind: 'claims', claims: (await engine.claims()).flatMap((file) => file.claims), at: new Date().toISOString(), appVersion: findProject().version };
  if (run === undefined) throw new LabError('not-found', `give the id or folder of a run: only --template claims needs none`);
  return { kind: 'run', document: engine.result(run) };
}

/** An arm by its id, or by a part of it that only one arm has. */
function armIn(source: ReportSource, asked: string | undefined): string | null {
  if (asked === undefined || source.kind === 'claims') return null;
  const ids = source.document.arms.map(({ id }) => id);
  const meant = ids.includes(asked) ? [asked] : ids.filter((id) => id.includes(asked));
  if (meant.length === 1) return meant[0] as string;
  throw new LabError('no-arm', `"${asked}" names ${meant.length === 0 ? 'no arm' : 'several arms'} of this run; its arms are ${ids.join(', ')}`);
}

export async function report(engine: Engine, run: string | undefined, given: ReportArguments): Promise<ExitCode> {
  const { template, lang: language, paper } = given;
  if (given.arm !== undefined && template !== 'arm') throw wrong('--arm goes with --template arm');
  const as = formatOf(given.out, given.as);
  const sections = sectionsOf(template, given.sections);
  const notes = notesIn(given.notes);
  const source = await sourceOf(engine, run, template);
  const parsed = ReportOptions.safeParse({ template, arm: armIn(source, given.arm), language, title: given.title ?? '', author: given.author ?? '', notes, sections, paper });
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error));
  const options = parsed.data;
  const document = reportFrom(source, options);
  const out = resolve(given.out);
  if (as === 'md') {
    writeFileSync(`${out}.new`, toReportMarkdown(document));
    renameSync(`${out}.new`, out);
  } else await printReport({ source, options: { ...options, title: document.title }, as, out });
  process.stderr.write(`Wrote ${out}\n`);
  return EXIT.good;
}
