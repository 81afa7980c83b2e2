/** Writes a report to a file that the person chooses. */
import { app, dialog, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import type { Handler, ReportOptions } from '../../shared/ipc/contract.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import { RefusedError } from '../ipc/reply.ts';
import { writeWhole } from '../whole-file.ts';
import { printResult } from './print.ts';

/** Names a file what the report is called, without what a file system refuses. */
const fileName = (title: string): string => `${title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 120) || 'report'}.pdf`;

async function choose(window: BrowserWindow, title: string): Promise<string | null> {
  const forTests = process.env['HSLAB_TEST_PDF'];
  if (forTests !== undefined && !app.isPackaged) return forTests;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), fileName(title)),
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  return canceled || filePath === '' ? null : filePath;
}

export const writeReport = async (document: ResultDocument, options: ReportOptions, path: string): Promise<void> => writeWhole(path, await printResult(document, options));

export interface Exporting {
  readonly window: () => BrowserWindow | null;
  /** Whether something is being measured now. */
  readonly measuring: () => boolean;
  readonly open: (run: string) => Promise<ResultDocument>;
}

export const exportReport =
  ({ window, measuring, open }: Exporting): Handler<'report:export'> =>
  async ({ run, options }) => {
    if (measuring()) throw new RefusedError('busy', 'A run is being measured, and printing would disturb it; export when it has ended');
    const parent = window();
    if (parent === null) return { path: null };
    const path = await choose(parent, options.title);
    if (path === null) return { path: null };
    await writeReport(await open(run), options, path);
    return { path };
  };
