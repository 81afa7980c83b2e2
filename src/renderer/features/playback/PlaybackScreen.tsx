/** A recorded run in the live views, along its own time. */
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { decodeLive } from '../../../shared/live/snapshot.ts';
import { frameAt, SPEEDS } from '../../../shared/playback.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Segmented } from '../flame/Segmented.tsx';
import { Convergence, type LiveRun } from '../run/model.ts';
import { RunView } from '../run/RunView.tsx';
import { scenarioLine } from '../run/scenario-line.ts';
import { Scrubber } from './Scrubber.tsx';
import { clockText } from './words.ts';
import { useReel, type Reel } from './useReel.ts';
import { usePlayer } from './usePlayer.ts';
import './playback.css';

export interface PlaybackScreenProps {
  readonly run: string | null;
  readonly onResult: (run: string) => void;
  readonly onLibrary: () => void;
}

export function PlaybackScreen({ run, onResult, onLibrary }: PlaybackScreenProps) {
  const { t } = useTranslation('playback');
  const { reel, problem, again } = useReel(run);
  if (run === null) return <div className="screen"><div className="waiting"><p>{t('none')}</p><button type="button" className="btn pri" onClick={onLibrary}>{t('library')}</button></div></div>;
  if (problem !== null) return <div className="screen"><Failed what={t('failed')} why={problem} onAgain={again} /></div>;
  if (reel === null || reel.frames.length === 0) return <div className="screen"><Loading text={t('opening')} /></div>;
  return <Played reel={reel} onResult={() => onResult(run)} />;
}

function Played({ reel: { head, frames, times, complete }, onResult }: { readonly reel: Reel; readonly onResult: () => void }) {
  const { t } = useTranslation('playback');
  const readyMs = times.at(-1) ?? 0;
  const endMs = complete ? readyMs : Math.max(head.elapsedMs, readyMs);
  const player = usePlayer(times[0] ?? 0, readyMs, complete ? endMs : Infinity);
  const index = Math.max(0, frameAt(times, player.atMs));
  const snapshot = useMemo(() => decodeLive(frames[index] as Float64Array), [frames[index]]);
  const points = usePoints(frames, index);
  const failures = index === frames.length - 1 && complete ? head.failures : NO_FAILURES;
  const noise = useMemo(() => head.noise.filter((slice) => slice.endMs <= snapshot.elapsedMs), [head, snapshot]);
  const run: LiveRun = { runId: head.runId, name: head.name, arms: head.arms, snapshot, failures, log: [], noise, paused: !player.playing, ended: null, message: null, played: true };

  const { seek, toggle } = player;
  const step = endMs / 100;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      // In the flame and in lists arrows walk.
      const walks = event.target instanceof HTMLElement && event.target.closest('[role=application], [role=listbox]') !== null;
      if (event.key === ' ') toggle();
      else if (walks) return;
      else if (event.key === 'ArrowRight') seek(player.atMs + step);
      else if (event.key === 'ArrowLeft') seek(player.atMs - step);
      else if (event.key === 'Home') seek(0);
      else if (event.key === 'End') seek(endMs);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [player.atMs, step, endMs, seek, toggle]);

  const atEnd = player.atMs >= endMs;
  return (
    <RunView
      run={run} played={{ points }}
      foot={(
        <div className="playback-bar rule-t" data-testid="playback" data-at={Math.round(player.atMs)} data-end={Math.round(endMs)} data-playing={player.playing} data-complete={complete}>
          <button type="button" className="btn pri playback-play" data-testid="playback-toggle" onClick={toggle}>{player.playing ? t('pause') : atEnd ? t('again') : t('play')}</button>
          <span className="playback-time num small" aria-live="off">{t('at', { at: clockText(player.atMs), of: clockText(endMs) })}</span>
          <Scrubber atMs={player.atMs} readyMs={readyMs} endMs={endMs} noise={head.noise} label={t('position')} onSeek={seek} />
          {complete ? null : <span className="small dim">{t('loading', { percent: Math.floor((100 * readyMs) / endMs) })}</span>}
          <Segmented label={t('speed')} testId="playback-speed" value={`${player.speed}`} onChange={(speed) => player.setSpeed(SPEEDS.find((one) => `${one}` === speed) ?? 1)} options={SPEEDS.map((speed) => ({ value: `${speed}`, label: `${speed}×` }))} />
        </div>
      )}
    >
      <div className="head">
        <div className="run-title grow">
          <h1 className="ell">{head.name}</h1>
          <div className="sub ell" title={t('note')}>{scenarioLine(head.scenario)} · {t('note')}</div>
        </div>
        <span className="tiny dim hide-narrow">{t('hint')}</span>
        <button type="button" className="btn" data-testid="playback-result" onClick={onResult}>{t('result')}</button>
      </div>
    </RunView>
  );
}
const NO_FAILURES = {};

/** The convergence up to this picture: grown while time goes on, made anew when it goes back. */
function usePoints(frames: readonly Float64Array[], index: number): Convergence {
  const kept = useRef<{ readonly frames: Float64Array | undefined; readonly points: Convergence; last: number } | null>(null);
  return useMemo(() => {
    const before = kept.current;
    const goesOn = before !== null && before.frames === frames[0] && before.last <= index;
    const state = goesOn ? before : { frames: frames[0], points: new Convergence(), last: -1 };
    for (let at = state.last + 1; at <= index; at++) state.points.add(decodeLive(frames[at] as Float64Array));
    state.last = index;
    kept.current = state;
    return state.points;
  }, [frames, index]);
}
