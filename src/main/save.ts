/** Writes what the page has made, to a file that the person chooses. */
import { app, dialog, type BrowserWindow } from 'electron';
import { basename, join } from 'node:path';
import type { Handlers } from '../shared/ipc/contract.ts';
import { writeWhole } from './whole-file.ts';

export function saveFile(window: () => BrowserWindow | null): Handlers['file:save'] {
  return async ({ name, bytes }) => {
    const parent = window();
    if (parent === null) return { path: null };
    const own = basename(name);
    const forTests = process.env['HSLAB_TEST_EXPORT'];
    if (forTests !== undefined && !app.isPackaged) {
      writeWhole(join(forTests, own), bytes);
      return { path: join(forTests, own) };
    }
    const ending = own.split('.').at(-1) ?? '';
    const { canceled, filePath } = await dialog.showSaveDialog(parent, { defaultPath: join(app.getPath('documents'), own), filters: [{ name: ending.toUpperCase(), extensions: [ending] }] });
    if (canceled || filePath === '') return { path: null };
    writeWhole(filePath, bytes);
    return { path: filePath };
  };
}
