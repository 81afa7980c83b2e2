/** The page's one door: the listed channels, menu commands, the path of a dropped file, the live port. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANNELS, LIVE_PORT, MENU_COMMAND, type Channel } from '../shared/ipc/channels.ts';

const known: ReadonlySet<string> = new Set(CHANNELS);

contextBridge.exposeInMainWorld('lab', {
  invoke: (channel: Channel, request: unknown): Promise<unknown> =>
    known.has(channel)
      ? ipcRenderer.invoke(channel, request)
      : Promise.resolve({ ok: false, error: { code: 'bad-request', message: `no channel ${JSON.stringify(channel)}` } }),
  onMenu: (listener: (command: string) => void): (() => void) => {
    // The event stays here: it carries `sender`.
    const relay = (_event: unknown, command: string): void => listener(command);
    ipcRenderer.on(MENU_COMMAND, relay);
    return () => void ipcRenderer.off(MENU_COMMAND, relay);
  },
  pathOf: (file: unknown): string => (file instanceof File ? webUtils.getPathForFile(file) : ''),
});

// A MessagePort cannot cross contextBridge, so it is posted to the page's own window.
ipcRenderer.on(LIVE_PORT, (event) => window.postMessage(LIVE_PORT, window.location.origin, [...event.ports]));

// The page learns its theme from the settings a moment after its first paint; main has told Chromium before it.
new MutationObserver((_changes, observer) => {
  const root = document.documentElement as HTMLElement | null;
  if (root === null) return;
  root.dataset['theme'] ??= window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  observer.disconnect();
}).observe(document, { childList: true });
