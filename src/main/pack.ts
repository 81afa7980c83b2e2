/** Has a run written as one file for a colleague, where the person chooses. */
import { app, dialog, type BrowserWindow } from 'electron';
import { basename, join } from 'node:path';
import { contract, type Handlers, type Reply } from '../shared/ipc/contract.ts';
import type { EngineHost } from './engine/host.ts';
import { RefusedError, valueOf } from './ipc/reply.ts';

async function choose(window: BrowserWindow, name: string): Promise<string | null> {
  const forTests = process.env['HSLAB_TEST_EXPORT'];
  if (forTests !== undefined && !app.isPackaged) return join(forTests, name);
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name), filters: [{ name: 'Handshake Lab', extensions: ['zip'] }] });
  return canceled || filePath === '' ? null : filePath;
}

/** One file at a time. */
export function packHandler(window: () => BrowserWindow | null, engine: Pick<EngineHost, 'run' | 'pack'>): Handlers<'run:pack'>['run:pack'] {
  let packing = false;
  return async ({ run, withWire }) => {
    const parent = window();
    if (parent === null) return { path: null, wireLeftOut: false };
    if (engine.run !== null) throw new RefusedError('busy', 'A run is being measured, and writing would disturb it; share it when that has ended');
    if (packing) throw new RefusedError('busy', 'Another run is being written as a file; wait for its end');
    packing = true;
    try {
      const path = await choose(parent, `${basename(run).replace(/\.hsrun$/, '')}.hsrun.zip`);
      if (path === null) return { path: null, wireLeftOut: false };
      return contract['run:pack'].res.parse(valueOf((await engine.pack(run, withWire, path)) as Reply<unknown>));
    } finally {
      packing = false;
    }
  };
}
