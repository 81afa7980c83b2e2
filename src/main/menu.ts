/** The application menu, in the person's language. It only asks the page; what is done is done there. */
import { Menu, app, type MenuItemConstructorOptions } from 'electron';
import type { Language, RecentFile, Settings, Text } from '../shared/ipc/contract.ts';
import type { MenuCommand } from '../shared/ipc/menu.ts';

const WORDS = {
  file: { en: 'File', zh: '文件' },
  newScenario: { en: 'New scenario', zh: '新建场景' },
  newWindow: { en: 'New window', zh: '新建窗口' },
  open: { en: 'Open run…', zh: '打开运行…' },
  openFile: { en: 'Open file…', zh: '打开文件…' },
  recent: { en: 'Recent', zh: '最近打开' },
  clearRecent: { en: 'Clear list', zh: '清除列表' },
  exportPdf: { en: 'Export PDF…', zh: '导出 PDF…' },
  close: { en: 'Close window', zh: '关闭窗口' },
  quit: { en: 'Quit', zh: '退出' },
  edit: { en: 'Edit', zh: '编辑' },
  undo: { en: 'Undo', zh: '撤销' },
  redo: { en: 'Redo', zh: '重做' },
  cut: { en: 'Cut', zh: '剪切' },
  copy: { en: 'Copy', zh: '复制' },
  paste: { en: 'Paste', zh: '粘贴' },
  selectAll: { en: 'Select all', zh: '全选' },
  view: { en: 'View', zh: '视图' },
  library: { en: 'Library', zh: '资料库' },
  builder: { en: 'Scenario', zh: '场景' },
  result: { en: 'Result', zh: '结果' },
  compare: { en: 'Compare', zh: '比较' },
  claims: { en: 'Claims', zh: '论断' },
  stacks: { en: 'Stacks', zh: '协议栈' },
  selfcheck: { en: 'Self-check', zh: '自检' },
  report: { en: 'Report', zh: '报告' },
  window: { en: 'Window', zh: '窗口' },
  about: { en: 'About Handshake Lab', zh: '关于 Handshake Lab' },
  zoomIn: { en: 'Zoom in', zh: '放大' },
  zoomOut: { en: 'Zoom out', zh: '缩小' },
  zoomReset: { en: 'Actual size', zh: '实际大小' },
  fullScreen: { en: 'Full screen', zh: '全屏' },
  theme: { en: 'Theme', zh: '主题' },
  light: { en: 'Light', zh: '浅色' },
  dark: { en: 'Dark', zh: '深色' },
  system: { en: 'As the system', zh: '跟随系统' },
  language: { en: 'Language', zh: '语言' },
  developer: { en: 'Developer tools', zh: '开发者工具' },
  reload: { en: 'Reload', zh: '重新加载' },
  run: { en: 'Run', zh: '运行' },
  stop: { en: 'Stop and keep', zh: '停止并保留' },
  pause: { en: 'Pause or go on', zh: '暂停或继续' },
  help: { en: 'Help', zh: '帮助' },
  keys: { en: 'Keys', zh: '快捷键' },
  diagnostics: { en: 'Copy diagnostics', zh: '复制诊断信息' },
} satisfies Record<string, Text>;

type Item = MenuItemConstructorOptions;

/** In the order of the window's own list; the digits alone are the result's tabs. */
const SCREEN_ITEMS = ['library', 'builder', 'run', 'result', 'compare', 'claims', 'stacks', 'selfcheck', 'report'] as const;

/** What the items depend on. */
export interface MenuState {
  readonly settings: Settings;
  readonly language: Language;
  /** A run is on. */
  readonly running: boolean;
  readonly recent: readonly RecentFile[];
}

export interface MenuActions {
  readonly ask: (command: MenuCommand) => void;
  readonly newWindow: () => void;
  readonly clearRecent: () => void;
}

export function setMenu({ settings, language, running, recent }: MenuState, { ask, newWindow, clearRecent }: MenuActions): void {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const item = (name: keyof typeof WORDS, command: MenuCommand, accelerator?: string): Item => ({
    label: word(name),
    click: () => ask(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const mac = process.platform === 'darwin';
  // The page answers these keys itself, as the focus there decides what they mean; the menu only shows them (macOS cannot only show).
  const shown = (name: keyof typeof WORDS, command: MenuCommand, accelerator: string): Item =>
    mac ? item(name, command) : { ...item(name, command, accelerator), registerAccelerator: false };
  const role = (name: keyof typeof WORDS, given: NonNullable<Item['role']>): Item => ({ label: word(name), role: given });
  const choice = (name: keyof typeof WORDS | null, label: string, command: MenuCommand, checked: boolean): Item => ({
    label: name === null ? label : word(name),
    type: 'radio',
    checked,
    click: () => ask(command),
  });
  const line: Item = { type: 'separator' };

  const file: Item[] = [
    item('newScenario', 'new-scenario', 'CmdOrCtrl+N'),
    { label: word('newWindow'), accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
    line,
    item('open', 'open', 'CmdOrCtrl+O'),
    item('openFile', 'open-file', 'CmdOrCtrl+Shift+O'),
    {
      label: word('recent'),
      submenu: [
        ...recent.map(({ path, name }): Item => ({ label: name, toolTip: path, click: () => ask(`open:${path}`) })),
        ...(recent.length > 0 ? [line] : []),
        { label: word('clearRecent'), enabled: recent.length > 0, click: clearRecent },
      ],
    },
    line,
    item('exportPdf', 'export-pdf', 'CmdOrCtrl+Shift+E'),
    line,
    role('close', 'close'),
    ...(mac ? [] : [role('quit', 'quit')]),
  ];
  const edit = [role('undo', 'undo'), role('redo', 'redo'), line, role('cut', 'cut'), role('copy', 'copy'), role('paste', 'paste'), role('selectAll', 'selectAll')];
  const view: Item[] = [
    ...SCREEN_ITEMS.map((screen, index) => item(screen, `navigate:${screen}`, `CmdOrCtrl+${index + 1}`)),
    line,
    { ...role('zoomIn', 'zoomIn'), accelerator: 'CmdOrCtrl+=' },
    role('zoomOut', 'zoomOut'),
    role('zoomReset', 'resetZoom'),
    role('fullScreen', 'togglefullscreen'),
    line,
    {
      label: word('theme'),
      submenu: [
        choice('system', '', 'theme:system', settings.theme === 'system'),
        choice('light', '', 'theme:light', settings.theme === 'light'),
        choice('dark', '', 'theme:dark', settings.theme === 'dark'),
      ],
    },
    {
      label: word('language'),
      submenu: [
        choice('system', '', 'language:system', settings.language === 'system'),
        choice(null, 'English', 'language:en', settings.language === 'en'),
        choice(null, '中文', 'language:zh', settings.language === 'zh'),
      ],
    },
    ...(app.isPackaged ? [] : [line, role('reload', 'reload'), role('developer', 'toggleDevTools')]),
  ];
  const run: Item[] = [{ ...shown('run', 'run', 'CmdOrCtrl+Return'), enabled: !running }, { ...item('stop', 'stop'), enabled: running }, { ...shown('pause', 'pause', 'Space'), enabled: running }];
  const help: Item[] = [shown('help', 'navigate:help', 'F1'), shown('keys', 'keys', '?'), line, item('diagnostics', 'diagnostics'), line, role('about', 'about')];

  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
      { label: word('file'), submenu: file },
      { label: word('edit'), submenu: edit },
      { label: word('view'), submenu: view },
      { label: word('run'), submenu: run },
      { label: word('window'), role: 'windowMenu' },
      { label: word('help'), submenu: help, role: 'help' },
    ]),
  );
}
