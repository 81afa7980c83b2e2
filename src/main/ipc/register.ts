/** The only file that touches ipcMain: it checks who asks, parses what is asked, and answers an envelope. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { z } from 'zod';
import { CHANNELS, type Channel } from '../../shared/ipc/channels.ts';
import { contract, MAIN_CHANNELS, type EngineChannel, type Handlers, type MainChannel, type Reply } from '../../shared/ipc/contract.ts';
import { PRINT_JOB } from '../../shared/ipc/print.ts';
import type { PrintJob } from '../../shared/ipc/print-job.ts';
import { note } from '../log.ts';
import { isOurs } from '../page.ts';
import { refused } from './reply.ts';

export interface Ends {
  /** Whether a window of ours shows this page. */
  readonly isOurs: (contents: WebContents) => boolean;
  /** Does the work of an answer as asked by this window. */
  readonly asked: <T>(contents: WebContents, work: () => T) => T;
  readonly main: Handlers<MainChannel>;
  readonly engine: (channel: EngineChannel, request: unknown) => Promise<Reply<unknown>>;
}

/** Our page, in the top frame of the window meant. */
const trusted = (event: IpcMainInvokeEvent, contents: WebContents | null): boolean =>
  contents !== null && event.sender === contents && event.senderFrame === contents.mainFrame && isOurs(event.senderFrame.url);

const isMain = (channel: string): channel is MainChannel => (MAIN_CHANNELS as readonly string[]).includes(channel);

/** What went wrong is in the log, too: the window says it but once. */
function noted(channel: Channel, reply: Reply<unknown>): Reply<unknown> {
  if (!reply.ok) note(reply.error.code === 'internal' ? 'error' : 'warn', `${channel}: ${reply.error.message} (${reply.error.code})`);
  return reply;
}

export function register(ends: Ends): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, async (event, raw: unknown): Promise<Reply<unknown>> => {
      if (!ends.isOurs(event.sender) || !trusted(event, event.sender)) return { ok: false, error: { code: 'untrusted-sender', message: channel } };
      const request = contract[channel].req.safeParse(raw);
      if (!request.success) return { ok: false, error: { code: 'bad-request', message: `${channel}: ${z.prettifyError(request.error)}` } };
      if (!isMain(channel)) return noted(channel, await ends.engine(channel, request.data));
      try {
        const answer = ends.main[channel] as (request: unknown) => Promise<unknown>;
        return { ok: true, value: contract[channel].res.parse(await ends.asked(event.sender, () => answer(request.data))) };
      } catch (error) {
        return noted(channel, refused(error));
      }
    });
  }
}

/** Gives one job to one hidden window for as long as `during` takes. */
export async function withPrintJob<T>(contents: WebContents, job: PrintJob, during: () => Promise<T>): Promise<T> {
  contents.ipc.handle(PRINT_JOB, (event) => {
    if (!trusted(event, contents)) throw new Error('untrusted sender');
    return job;
  });
  try {
    return await during();
  } finally {
    if (!contents.isDestroyed()) contents.ipc.removeHandler(PRINT_JOB);
  }
}
