/** The app's main process: it opens the window, answers for the system, and stays out of every measurement. */
import { app, dialog, nativeTheme, shell, type WebContents } from 'electron';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { MENU_COMMAND } from '../shared/ipc/channels.ts';
import { contract, type EngineChannel, type Handlers, type MainChannel, type Reply, type Settings } from '../shared/ipc/contract.ts';
import type { MenuCommand } from '../shared/ipc/menu.ts';
import { Apart } from './apart.ts';
import { ENGINE_NAME, EngineHost } from './engine/host.ts';
import { makeScratch, sweepScratch } from './engine/scratch.ts';
import { engineFile, foldersInUse, projectRoot } from './folders.ts';
import { RefusedError } from './ipc/reply.ts';
import { copyDiagnostics } from './diagnostics.ts';
import { beginLog, lastEntries, logFolder, note } from './log.ts';
import { register } from './ipc/register.ts';
import { setMenu } from './menu.ts';
import { fileIn } from './opened-file.ts';
import { declareScheme, guard } from './page.ts';
import { carryOut } from './report/command-line.ts';
import { Exports } from './export.ts';
import { exportReport } from './report/export.ts';
import { offerBundledFonts } from './report/fonts.ts';
import { orderOf, type Order } from './report/order.ts';
import { saveFile } from './save.ts';
import { packHandler } from './pack.ts';
import { languageOf, loadSettings, readSettings, saveSettings, systemLanguage } from './settings.ts';
import { clearRecent, noteRecent, recentFiles } from './recent.ts';
import { Windows } from './window/windows.ts';

const makeEngine = (folders: ReturnType<typeof foldersInUse>, windows: () => readonly WebContents[], runChanged?: (runId: string | null) => void): EngineHost =>
  new EngineHost(
    engineFile,
    { runsFolder: folders.runs.path, scenariosFolder: folders.scenarios.path, projectRoot: projectRoot(), appVersion: app.getVersion() },
    windows,
    runChanged,
  );

const ownProcesses = (): number[] => app.getAppMetrics().flatMap(({ name, pid }) => (name === ENGINE_NAME ? [] : [pid]));

function openApp(): void {
  if (process.env['HSLAB_MANY_INSTANCES'] !== '1' && !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  beginLog();
  note('info', `Handshake Lab ${app.getVersion()} starts, Electron ${process.versions.electron}`);
  const apart = new Apart(ownProcesses);
  const windows = new Windows((opened) => engine.connect(opened.webContents), () => showMenu());
  // For as long as the app lasts: what is changed in the settings holds from the next start on.
  const folders = foldersInUse(readSettings());
  const engine = makeEngine(folders, () => windows.contents, (runId) => {
    if (runId === null) void apart.keepTo([]);
    showMenu();
  });
  const forward = async (channel: EngineChannel, request: unknown): Promise<Reply<unknown>> => {
    const reply = await engine.forward(channel, request);
    if (channel === 'run:start' && reply.ok) {
      const { cpus } = contract['run:start'].req.parse(request).scenario;
      await apart.keepTo(cpus === 'auto' ? (await engine.call('machine:topology', {})).automatic.reserve : cpus.reserve.filter((cpu) => ![...cpus.server, ...cpus.client].includes(cpu)));
    }
    // Claims leave the CPUs to the engine.
    if (channel === 'claims:run' && reply.ok) await apart.keepTo((await engine.call('machine:topology', {})).automatic.reserve);
    return reply;
  };
  let settings: Settings | null = null;
  let givenAtStart = fileIn(process.argv.slice(1), process.cwd());

  const ask = (command: MenuCommand): void => windows.current?.webContents.send(MENU_COMMAND, command);
  const current = (): Settings => (settings ??= loadSettings());
  const showMenu = (): void => {
    if (app.isReady()) setMenu({ settings: current(), language: languageOf(current()), running: engine.run !== null, recent: recentFiles() }, { ask, newWindow: () => windows.open(), clearRecent: () => { clearRecent(); showMenu(); } });
  };
  const bringForward = (path: string | null): void => {
    const window = windows.current;
    if (window === null) {
      windows.restore(path);
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
    if (path !== null) ask(`open:${path}`);
  };

  const exports = new Exports(() => windows.current, engine);
  const handlers: Handlers<MainChannel> = {
    'app:state': async () => ({ version: app.getVersion(), settings: current(), systemLanguage: systemLanguage(), runsFolder: folders.runs.path, folders, reservedBy: process.env['HSLAB_RESERVED_CPUS'] === undefined ? null : 'HSLAB_RESERVED_CPUS', live: engine.run, openAtStart: windows.takeFile(), place: windows.placeOfCurrent(), recent: recentFiles() }),
    'app:settings': async (wanted) => {
      settings = wanted;
      saveSettings(wanted);
      engine.reserve(wanted.reservedCpus);
      showMenu();
      windows.tell(MENU_COMMAND, 'settings' satisfies MenuCommand);
      return wanted;
    },
    'app:place': async (place) => {
      windows.keepPlace(place);
      return {};
    },
    'app:opened': async (opened) => {
      noteRecent(opened);
      showMenu();
      return { recent: recentFiles() };
    },
    'window:open': async (place) => {
      windows.open(place);
      return {};
    },
    'app:log': async () => ({ entries: lastEntries() }),
    'diagnostics:copy': () => copyDiagnostics(engine, current(), folders),
    'folder:open': async ({ which }) => {
      const path = which === 'logs' ? logFolder() : folders[which].path;
      mkdirSync(path, { recursive: true });
      const problem = await shell.openPath(path);
      if (problem !== '') throw new RefusedError('not-found', problem);
      return {};
    },
    'folder:choose': async ({ which }) => {
      const window = windows.current;
      if (window === null) return { path: null };
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'], defaultPath: folders[which].path });
      return { path: canceled ? null : (filePaths[0] ?? null) };
    },
    'file:choose': async ({ kind }) => {
      const window = windows.current;
      if (window === null) return { path: null };
      // A run is a folder, and Linux and Windows choose either files or folders.
      const { canceled, filePaths } = await dialog.showOpenDialog(window, kind === 'folder' ? { properties: ['openDirectory'], defaultPath: folders.runs.path } : { properties: ['openFile'], filters: [{ name: 'Handshake Lab', extensions: ['zip', 'yaml', 'yml'] }] });
      return { path: canceled ? null : (filePaths[0] ?? null) };
    },
    'file:save': saveFile(() => windows.current),
    ...exports.handlers,
    'run:pack': packHandler(() => windows.current, engine),
    'report:export': exportReport({ window: () => windows.current, measuring: () => engine.run !== null, open: async (run) => (run === null
        ? { kind: 'claims', claims: (await engine.call('claims:list', {})).files.flatMap((file) => file.claims), at: new Date().toISOString(), appVersion: app.getVersion() }
        : { kind: 'run', document: await engine.call('run:open', { run }) }) }),
  };

  app.on('second-instance', (_event, argv, cwd) => bringForward(fileIn(argv.slice(1), cwd)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) bringForward(path);
    else givenAtStart = path;
  });
  app.on('activate', () => {
    if (windows.all.length === 0) windows.restore(null);
  });
  app.on('window-all-closed', () => app.quit());

  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });

  void app.whenReady().then(() => {
    sweepScratch();
    guard();
    register({ isOurs: (contents) => windows.isOurs(contents), asked: (contents, work) => windows.asked(contents, work), main: handlers, engine: forward });
    // The window first: it is what the person waits for.
    windows.restore(givenAtStart);
    engine.reserve(current().reservedCpus);
    engine.start();
    showMenu();
  });
}

function printOnly(order: Order): void {
  // Otherwise the hidden window's end would be the app's, before the file is written.
  app.on('window-all-closed', () => undefined);
  void app
    .whenReady()
    .then(async () => {
      nativeTheme.themeSource = 'light';
      guard();
      await carryOut(order);
    })
    .then(
      () => 0,
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        return 1;
      },
    )
    .then((code) => app.exit(code));
}

function begin(): void {
  const order = orderOf(process.argv);
  // Printing must work beside an open window, and Chromium lets one process at a time use a data folder.
  const data = process.env['HSLAB_USER_DATA'] ?? (order === null ? undefined : makeScratch());
  if (data !== undefined) app.setPath('userData', resolve(data));
  offerBundledFonts(app.getPath('userData'));
  declareScheme();
  if (order === null) openApp();
  else printOnly(order);
}

try {
  begin();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  app.exit(1);
}
