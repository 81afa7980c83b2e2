/** A window: its frame, its colours before the page paints, and how it comes and goes. */
import { BrowserWindow, app, nativeTheme } from 'electron';
import { preloadFile } from '../folders.ts';
import { note } from '../log.ts';
import { guardContents, pageUrl } from '../page.ts';
import { keepState, lastState, MINIMUM } from './state.ts';

/** `--bg` and `--ink-2` of the page's tokens: the frame must not flash in another colour. */
const COLOURS = { light: { bg: '#F2F4F5', ink: '#454F58' }, dark: { bg: '#0F1215', ink: '#B3BCC4' } } as const;
const colours = (): (typeof COLOURS)['light' | 'dark'] => COLOURS[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];

/** The page draws its title bar this high; one line is its own border. */
const TITLE_HEIGHT = 39;
const overlay = (): { color: string; symbolColor: string; height: number } => ({ color: colours().bg, symbolColor: colours().ink, height: TITLE_HEIGHT });

/** `at`: beside another window; null: where the last one was. */
export function openMainWindow(loaded: (window: BrowserWindow) => void, at: { readonly x: number; readonly y: number } | null = null): BrowserWindow {
  const { bounds, maximized } = lastState();
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...bounds,
    ...at,
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    show: false,
    title: app.getName(),
    backgroundColor: colours().bg,
    autoHideMenuBar: true,
    titleBarStyle: 'hidden',
    titleBarOverlay: overlay(),
    webPreferences: {
      preload: preloadFile('index'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      // Painting is asked for by the engine, slot by slot; a window behind another must still answer at once.
      backgroundThrottling: false,
    },
  });
  guardContents(window.webContents);
  keepState(window);
  window.once('ready-to-show', () => {
    if (maximized && at === null) window.maximize();
    window.show();
    const began = process.getCreationTime();
    if (began !== null) note('info', `a window is shown, ${Math.round(Date.now() - began)} ms after the app’s start`);
  });
  // Also after a reload: the page that had the live port is gone.
  window.webContents.on('did-finish-load', () => loaded(window));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    console.error(`the window's page ended: ${reason}`);
    if (reason === 'crashed' || reason === 'oom' || reason === 'killed') window.webContents.reload();
  });
  const recolour = (): void => {
    window.setBackgroundColor(colours().bg);
    // macOS draws its own buttons.
    if (process.platform !== 'darwin') window.setTitleBarOverlay(overlay());
  };
  nativeTheme.on('updated', recolour);
  window.on('closed', () => nativeTheme.off('updated', recolour));
  void window.loadURL(pageUrl());
  return window;
}
