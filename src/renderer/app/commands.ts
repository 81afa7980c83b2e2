/** Everything that can be done from anywhere, by name: the palette's list, and what menu and keys ask for. */
import type { TFunction } from 'i18next';
import type { Language } from '../../shared/ipc/contract.ts';
import { exportCommands } from '../features/export/commands.ts';
import { copyDiagnostics } from '../features/settings/LogSection.tsx';
import { invoke } from '../features/result/lab.ts';
import { attempt, changeSettings, chooseAndOpen, openWindow, reloadSettings, go, openPath, openReport, openResult, SCREENS, startRun, useApp, type Screen } from '../stores/app.ts';
import { askForProblem, isSound, newScenario, useBuilder } from '../stores/builder.ts';
import { take, waysFor } from '../features/take/take.tsx';
import { targetsOnScreen } from '../features/take/targets.ts';
import { i18n } from '../i18n/index.ts';
import { isRunning, useLive } from '../stores/live.ts';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

export function commandsFor(t: TFunction<'shell'>, language: Language): Command[] {
  const { library, screen, openRun, recent } = useApp.getState();
  const screens = SCREENS.filter((one) => one !== 'playback').map((one): Command => ({ id: `go-${one}`, label: t('commands.goTo', { screen: t(`nav.${one}`) }), run: () => go(one) }));
  const settings: Command[] = [
    { id: 'diagnostics', label: t('commands.diagnostics'), run: () => follow('diagnostics') },
    { id: 'light', label: t('commands.light'), run: () => attempt(() => changeSettings({ theme: 'light' })) },
    { id: 'dark', label: t('commands.dark'), run: () => attempt(() => changeSettings({ theme: 'dark' })) },
    { id: 'system', label: t('commands.systemTheme'), run: () => attempt(() => changeSettings({ theme: 'system' })) },
    { id: 'english', label: t('commands.english'), run: () => attempt(() => changeSettings({ language: 'en' })) },
    { id: 'chinese', label: t('commands.chinese'), run: () => attempt(() => changeSettings({ language: 'zh' })) },
  ];
  const running = isRunning(useLive.getState().run);
  const takes = targetsOnScreen().flatMap((target) => waysFor(target).map((way): Command => ({ id: `take-${way}-${target.name}`, label: i18n.t(`take:command.${way}`, { name: target.name }), run: () => attempt(() => take(target, way)) })));
  return [
    { id: 'new', label: t('commands.newScenario'), run: () => follow('new-scenario') },
    { id: 'open', label: t('commands.openFolder'), run: () => follow('open') },
    { id: 'open-file', label: t('commands.openFile'), run: () => follow('open-file') },
    { id: 'new-window', label: t('commands.newWindow'), run: () => openWindow(null) },
    ...(screen === 'result' && openRun !== null ? [{ id: 'same-window', label: t('commands.sameWindow'), run: () => openWindow(openRun) }] : []),
    ...recent.map(({ path, name }): Command => ({ id: `recent-${path}`, label: t('commands.recent', { name }), run: () => attempt(() => openPath(path)) })),
    ...(running ? [{ id: 'stop', label: t('commands.stop'), run: () => follow('stop') }] : []),
    ...screens,
    ...exportCommands(language),
    ...(running ? [] : (library?.samples ?? []).map((sample): Command => ({ id: `run-${sample.id}`, label: t('commands.runSample', { name: sample.title[language] }), run: () => attempt(() => startRun(sample.scenario)) }))),
    ...(library?.runs ?? []).filter((run) => run.problem === null).map((run): Command => ({ id: `open-${run.id}`, label: t('commands.openRun', { name: `${run.name} · ${run.createdAt.slice(0, 16).replace('T', ' ')}` }), run: () => openResult(run.id) })),
    ...settings,
    ...takes,
  ];
}

/** What the person means by "run" on the screen that is shown. */
export function runWhatIsShown(): void {
  // What is being typed counts: a field takes its text when it is left.
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  const { screen, library } = useApp.getState();
  if (isRunning(useLive.getState().run)) return go('run');
  const quick = library?.samples.find((sample) => sample.id === 'quick');
  const builder = useBuilder.getState();
  if (screen === 'builder' && !isSound(builder)) return askForProblem();
  const scenario = screen === 'builder' ? builder.present : quick?.scenario;
  return scenario && attempt(() => startRun(scenario));
}

export function pauseOrGoOn(): void {
  const { run } = useLive.getState();
  if (isRunning(run)) attempt(() => invoke('run:pause', { paused: !run?.paused }));
}

/** Carries out a menu command (src/shared/ipc/menu.ts). */
export function follow(command: string): void {
  const [verb, rest = ''] = command.split(/:(.*)/s);
  switch (verb) {
    case 'new-scenario':
      newScenario();
      return go('builder');
    case 'open':
      return attempt(() => (rest === '' ? chooseAndOpen('folder') : openPath(rest)));
    case 'open-file':
      return attempt(() => chooseAndOpen('file'));
    case 'settings':
      return attempt(reloadSettings);
    case 'export-pdf': {
      const { openRun } = useApp.getState();
      return openRun === null ? go('library') : openReport(openRun);
    }
    case 'run':
      return runWhatIsShown();
    case 'stop':
      return attempt(() => invoke('run:stop', {}));
    case 'pause':
      return pauseOrGoOn();
    case 'navigate':
      if ((SCREENS as readonly string[]).includes(rest)) go(rest as Screen);
      return undefined;
    case 'theme':
      return attempt(() => changeSettings({ theme: rest as 'system' | 'light' | 'dark' }));
    case 'language':
      return attempt(() => changeSettings({ language: rest as 'system' | 'en' | 'zh' }));
    case 'diagnostics':
      return copyDiagnostics();
    case 'keys':
      return go('settings');
    default:
      return undefined;
  }
}
