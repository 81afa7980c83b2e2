/** Gathers what to send with a bug report, and puts it on the clipboard. */
import { app, clipboard } from 'electron';
import { homedir, hostname, userInfo } from 'node:os';
import { diagnosticsText, type Had } from '../shared/diagnostics.ts';
import type { Settings } from '../shared/ipc/contract.ts';
import type { EngineHost } from './engine/host.ts';
import type { foldersInUse } from './folders.ts';
import { lastEntries } from './log.ts';

/** A system may know no name for the user. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

const asked = <T>(work: Promise<T>): Promise<Had<T>> => work.then((value) => ({ ok: true, value }), (error: unknown) => ({ ok: false, reason: error instanceof Error ? error.message : String(error) }));

export async function copyDiagnostics(engine: Pick<EngineHost, 'call'>, settings: Settings, folders: ReturnType<typeof foldersInUse>): Promise<{ text: string }> {
  const [topology, stacks] = await Promise.all([asked(engine.call('machine:topology', {})), asked(engine.call('stacks:list', { refresh: false }).then((document) => document.stacks))]);
  const { electron, chrome, node } = process.versions as Readonly<Record<string, string | undefined>>;
  const text = diagnosticsText({
    at: new Date().toISOString(),
    versions: { 'Handshake Lab': app.getVersion(), Electron: electron ?? '?', Chromium: chrome ?? '?', Node: node ?? '?' },
    platform: `${process.platform} ${process.arch}`,
    settings,
    folders: { 'runs in use': folders.runs.path, 'scenarios in use': folders.scenarios.path },
    topology,
    stacks,
    log: lastEntries(),
  }, { home: homedir(), user: userName(), host: hostname() });
  await clipboard.writeText(text);
  return { text };
}
