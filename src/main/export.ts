/** Has a run written, in another tool's format, to a file that the person chooses. */
import { app, dialog, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { EXPORT_REFUSALS, exportName, EXPORTS, exportTitle, isSecret, type ExportId } from '../shared/export.ts';
import type { Handlers, Reply } from '../shared/ipc/contract.ts';
import type { EngineHost } from './engine/host.ts';
import { RefusedError, valueOf } from './ipc/reply.ts';

async function choose(window: BrowserWindow, name: string, as: ExportId): Promise<string | null> {
  const forTests = process.env['HSLAB_TEST_EXPORT'];
  if (forTests !== undefined && !app.isPackaged) return join(forTests, name);
  const { name: format, ending } = EXPORTS[as];
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name), filters: [{ name: format, extensions: [ending.split('.').at(-1) ?? ending] }] });
  return canceled || filePath === '' ? null : filePath;
}

const Written = z.object({ path: z.string().nullable() });

/** One file at a time. */
export class Exports {
  #writing: { readonly as: ExportId; readonly stop: AbortController; done: number } | null = null;
  #asking = false;

  constructor(
    private readonly window: () => BrowserWindow | null,
    private readonly engine: Pick<EngineHost, 'run' | 'call' | 'export'>,
  ) {}

  async #write(run: string, as: ExportId): Promise<{ path: string | null }> {
    const parent = this.window();
    if (parent === null) return { path: null };
    // First whether it can be: a run that has nothing for this format is not asked where to.
    const { run: id, formats } = await this.engine.call('run:exports', { run });
    const refused = formats.find((format) => format.id === as)?.refused ?? null;
    if (refused !== null) throw new RefusedError('not-found', `${exportTitle(as, 'en')}: ${EXPORT_REFUSALS[refused].en}`);
    const path = await choose(parent, exportName(id, as, null), as);
    if (path === null) return { path: null };
    const writing = { as, stop: new AbortController(), done: 0 };
    this.#writing = writing;
    const reply = await this.engine.export({ run, wish: { as, arm: null }, path, secret: isSecret(as) }, { signal: writing.stop.signal, onProgress: (done) => (writing.done = done) });
    return Written.parse(valueOf(reply as Reply<unknown>));
  }

  readonly handlers: Pick<Handlers, 'run:export' | 'export:state' | 'export:stop'> = {
    'run:export': async ({ run, as }) => {
      if (this.engine.run !== null) throw new RefusedError('busy', 'A run is being measured, and writing would disturb it; export when it has ended');
      if (this.#asking) throw new RefusedError('busy', 'Another file is being exported; stop it, or wait for its end');
      this.#asking = true;
      try {
        return await this.#write(run, as);
      } finally {
        this.#asking = false;
        this.#writing = null;
      }
    },
    'export:state': async () => ({ writing: this.#writing && { as: this.#writing.as, done: this.#writing.done } }),
    'export:stop': async () => {
      this.#writing?.stop.abort();
      return {};
    },
  };
}
