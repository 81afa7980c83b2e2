/** The window: title, screens at the left, the screen that is shown, status. */
import { useDeferredValue, useEffect, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabApi } from '../../shared/ipc/contract.ts';
import { ClaimsScreen } from '../features/claims/ClaimsScreen.tsx';
import { CompareScreen } from '../features/compare/CompareScreen.tsx';
import { SelfCheckScreen } from '../features/selfcheck/SelfCheckScreen.tsx';
import { BuilderScreen } from '../features/scenarios/BuilderScreen.tsx';
import { GlossTip } from '../features/help/Gloss.tsx';
import { HelpScreen } from '../features/help/HelpScreen.tsx';
import { LibraryScreen } from '../features/library/LibraryScreen.tsx';
import { PlaybackScreen } from '../features/playback/PlaybackScreen.tsx';
import { ReportScreen } from '../features/report/index.ts';
import { messageOf } from '../features/result/lab.ts';
import { ResultScreen } from '../features/result/index.ts';
import { RunScreen } from '../features/run/index.ts';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import { TakeAway } from '../features/take/TakeAway.tsx';
import { StacksScreen } from '../features/stacks/StacksScreen.tsx';
import { attempt, back, begin, dismissProblem, go, loadLibrary, openReport, openResult, playRun, showRun, takeBack, useApp, type Screen as ScreenName } from '../stores/app.ts';
import { followRuns, isRunning, useLive } from '../stores/live.ts';
import { follow, pauseOrGoOn, runWhatIsShown } from './commands.ts';
import { dropOnWindow } from './drop.ts';
import { keys } from '../ui/keys.ts';
import { Failed, Loading } from '../ui/Loading.tsx';
import { Boundary } from './Boundary.tsx';
import { Nav } from './Nav.tsx';
import { Palette } from './Palette.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useAppearance } from './useAppearance.ts';

const inField = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const DOUBLE_CLICK_MS = 600;

/** A double click whose first click showed another screen does not select that screen's text with its second. */
function useKeepFromSelecting(): (event: MouseEvent) => void {
  const screen = useApp((state) => state.screen);
  const shownMs = useRef(0);
  useEffect(() => {
    shownMs.current = performance.now();
  }, [screen]);
  return (event) => {
    if (event.detail > 1 && performance.now() - shownMs.current < DOUBLE_CLICK_MS) event.preventDefault();
  };
}

export function App() {
  const { t } = useTranslation('shell');
  const { ready, problem, undo } = useApp();
  const [palette, setPalette] = useState(false);
  const [startProblem, setStartProblem] = useState<string | null>(null);
  const keepFromSelecting = useKeepFromSelecting();
  useAppearance();
  useWindowTitle();

  useEffect(() => {
    const stop = followRuns();
    const start = (): void => void begin().catch((error: unknown) => setStartProblem(messageOf(error)));
    start();
    const offMenu = (window as unknown as { lab: LabApi }).lab.onMenu(follow);
    const onKey = (event: KeyboardEvent): void => {
      const control = event.ctrlKey || event.metaKey;
      if (control && event.key.toLowerCase() === 'k') setPalette(true);
      else if (control && event.key === 'Enter') runWhatIsShown();
      else if (control && event.key.toLowerCase() === 'z' && !inField(event.target) && useApp.getState().undo) takeBack();
      else if (event.key === ' ' && !inField(event.target) && useApp.getState().screen === 'run' && !(event.target instanceof HTMLButtonElement)) pauseOrGoOn();
      else if (event.altKey && event.key === 'ArrowLeft') back();
      else if (event.key === '?' && !inField(event.target)) go('settings');
      else if (event.key === 'F1') go('help');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    const offDrop = dropOnWindow();
    return () => {
      stop();
      offMenu();
      offDrop();
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  // A run that ended is in the library now.
  const ended = useLive(({ run }) => (run?.ended ? run.runId : null));
  useEffect(() => {
    if (ended !== null) attempt(loadLibrary);
  }, [ended]);
  const loaded = ready || startProblem !== null;
  useEffect(() => {
    if (loaded) document.body.dataset['appState'] = 'loaded';
  }, [loaded]);

  return (
    <div className="app" onMouseDownCapture={keepFromSelecting}>
      <TitleBar onPalette={() => setPalette(true)} />
      <Nav />
      <main className="main">
        {problem !== null ? (
          <div className="problem" role="alert" data-testid="problem">
            <span className="grow">{problem}</span>
            <button type="button" className="btn quiet" onClick={dismissProblem}>{t('problem.dismiss')}</button>
          </div>
        ) : null}
        {startProblem !== null ? (
          <Failed what={t('failedStart')} why={startProblem} onAgain={() => window.location.reload()} />
        ) : (
          <Shown />
        )}
        {undo ? (
          <div className="undo" role="status" data-testid="undo-bar">
            <span>{t(`undo.${undo.text}`, { name: undo.name })}</span>
            <button type="button" onClick={takeBack}>{t('undo.undo')}</button>
            <span className="key">{keys('Mod', 'Z')}</span>
          </div>
        ) : null}
      </main>
      <StatusBar />
      <TakeAway />
      <GlossTip />
      {palette ? <Palette onClose={() => setPalette(false)} /> : null}
    </div>
  );
}

function Shown() {
  const { t } = useTranslation('shell');
  const { ready, screen: wanted } = useApp();
  // A screen is made in slices: the click that asked for it is answered at once, and nothing waits for the making.
  const screen = useDeferredValue(ready ? wanted : null);
  if (screen === null) return <Loading text={t('loading')} />;
  return <Boundary key={screen} what={t('brokenScreen')}><Screen name={screen} /></Boundary>;
}

function Screen({ name }: { readonly name: ScreenName }) {
  const openRun = useApp((state) => state.openRun);
  switch (name) {
    case 'library':
      return <LibraryScreen />;
    case 'builder':
      return <BuilderScreen />;
    case 'run':
      return <LiveRunScreen />;
    case 'result':
      return <ResultScreen run={openRun} onReport={openReport} onPlay={playRun} onStarted={(_run, document) => showRun(document.run.scenario)} onLibrary={() => go('library')} />;
    case 'report':
      return <ReportScreen run={openRun} onLibrary={() => go('library')} />;
    case 'compare':
      return <CompareScreen />;
    case 'claims':
      return <ClaimsScreen />;
    case 'playback':
      return <PlaybackScreen run={openRun} onResult={openResult} onLibrary={() => go('library')} />;
    case 'help':
      return <HelpScreen />;
    case 'selfcheck':
      return <SelfCheckScreen />;
    case 'stacks':
      return <StacksScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

/** Alone with the snapshots, so that nothing else is drawn anew with each. */
function LiveRunScreen() {
  const run = useLive((state) => state.run);
  const scenario = useApp((state) => state.runningScenario);
  return <RunScreen run={run} scenario={scenario} onResult={openResult} onLibrary={() => go('library')} />;
}

/** The window's title carries the progress where the window itself is not seen. */
function useWindowTitle(): void {
  const { t } = useTranslation('shell');
  const title = useLive(({ run }) => (isRunning(run) && run ? `${Math.floor(100 * (run.snapshot?.progress ?? 0))} % · ${run.name} · ` : ''));
  useEffect(() => {
    document.title = `${title}${t('product')}`;
  }, [title, t]);
}
