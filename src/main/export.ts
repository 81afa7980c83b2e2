/** Writes a run, in another tool's format, to a file that the person chooses. */
import { app, dialog, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import type { Handler, Response } from '../shared/ipc/contract.ts';
import { EXPORTS } from '../shared/export.ts';
import { writeWhole } from './whole-file.ts';

interface Exporting {
  readonly window: () => BrowserWindow | null;
  readonly content: (request: { run: string; as: keyof typeof EXPORTS }) => Promise<Response<'run:exported'>>;
}

async function choose(window: BrowserWindow, name: string, as: keyof typeof EXPORTS): Promise<string | null> {
  const forTests = process.env['HSLAB_TEST_EXPORT'];
  if (forTests !== undefined && !app.isPackaged) return join(forTests, name);
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name), filters: [{ name: EXPORTS[as].name, extensions: [EXPORTS[as].ending] }] });
  return canceled || filePath === '' ? null : filePath;
}

export const exportRun =
  ({ window, content }: Exporting): Handler<'run:export'> =>
  async ({ run, as }) => {
    const parent = window();
    if (parent === null) return { path: null };
    // First the content: a run that cannot be written so is not asked where to.
    const { name, bytes } = await content({ run, as });
    const path = await choose(parent, name, as);
    if (path === null) return { path: null };
    writeWhole(path, bytes);
    return { path };
  };
