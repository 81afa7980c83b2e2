/** Writes a report to a file that the person chooses: PDF and HTML as the page draws them, Markdown of the same blocks. */
import { app, dialog, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import type { Handler } from '../../shared/ipc/contract.ts';
import { toReportMarkdown } from '../../shared/report/markdown.ts';
import type { ReportFormat } from '../../shared/report/options.ts';
import { reportFrom, type ReportSource } from '../../shared/report/source.ts';
import { RefusedError } from '../ipc/reply.ts';
import { writeWhole } from '../whole-file.ts';
import { drawReport } from './print.ts';

/** Names a file what the report is called, without what a file system refuses. */
const fileName = (title: string, as: ReportFormat): string => `${title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 120) || 'report'}.${as}`;

const KINDS: Readonly<Record<ReportFormat, string>> = { pdf: 'PDF', html: 'HTML', md: 'Markdown' };

async function choose(window: BrowserWindow, title: string, as: ReportFormat): Promise<string | null> {
  const forTests = process.env['HSLAB_TEST_PDF'];
  if (forTests !== undefined && !app.isPackaged) return forTests.replace(/\.pdf$/, `.${as}`);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), fileName(title, as)),
    filters: [{ name: KINDS[as], extensions: [as] }],
  });
  return canceled || filePath === '' ? null : filePath;
}

export interface Exporting {
  readonly window: () => BrowserWindow | null;
  /** Whether something is being measured now. */
  readonly measuring: () => boolean;
  /** The run's result, or with no run the claims as they stand. */
  readonly open: (run: string | null) => Promise<ReportSource>;
}

export const exportReport =
  ({ window, measuring, open }: Exporting): Handler<'report:export'> =>
  async ({ run, options, as }) => {
    if (measuring()) throw new RefusedError('busy', 'A run is being measured, and drawing pages would disturb it; export when it has ended');
    const parent = window();
    if (parent === null) return { path: null };
    const source = await open(run);
    const report = reportFrom(source, options);
    const path = await choose(parent, report.title, as);
    if (path === null) return { path: null };
    writeWhole(path, as === 'md' ? Buffer.from(toReportMarkdown(report), 'utf8') : await drawReport(source, { ...options, title: report.title }, as));
    return { path };
  };
