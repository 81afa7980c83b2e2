/** A run while it is measured. Nothing moves but values: rows keep the planned order, axes grow in steps, columns keep their width. */
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flameOfLive, NO_FLAME } from '../../../shared/flame/data.ts';
import type { Range } from '../../../shared/flame/scale.ts';
import type { LiveVerdict } from '../../../shared/live/events.ts';
import type { LiveArm } from '../../../shared/live/snapshot.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, inUnit, NONE, plusMinus, shiftText, signed, timeUnit, withUnit, type Unit } from '../../../shared/report/figures.ts';
import { armName, stackVersion } from '../flame/names.ts';
import { Flame } from '../flame/Flame.tsx';
import { useSize } from '../result/useWidth.ts';
import { ConvergenceChart, DotOnAxis, Histogram } from './charts.tsx';
import { LiveNoise } from './LiveNoise.tsx';
import { armsAxis, clock, Convergence, intervalOf, provisional, stateOf, type ArmState, type LiveRun } from './model.ts';
import './run.css';

export interface RunHeadProps {
  readonly run: LiveRun;
  /** What the scenario says, in a line. */
  readonly subtitle: string;
  /** Planned rounds, where the length says so. */
  readonly plannedRounds: number | null;
  readonly onPause: (paused: boolean) => void;
  readonly onStop: () => void;
  readonly onOpenResult: (runId: string) => void;
}

export interface RunViewProps {
  readonly run: LiveRun;
  /** `played`: recorded pictures, in any order; else they are shown as the engine sends them. */
  readonly played?: { readonly points: Convergence } | undefined;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

export function RunView({ run, played, children, foot }: RunViewProps) {
  const [chosen, setChosen] = useState<{ readonly runId: string; readonly index: number } | null>(null);
  const selected = chosen?.runId === run.runId ? Math.min(chosen.index, run.arms.length - 1) : 0;
  const setSelected = (index: number): void => setChosen({ runId: run.runId, index });
  const { snapshot } = run;

  const axis = useRef<{ runId: string; range: Range } | null>(null);
  const range = armsAxis(snapshot, axis.current?.runId === run.runId ? axis.current.range : null);
  const history = useRef<{ runId: string; points: Convergence } | null>(null);
  if (history.current?.runId !== run.runId) history.current = { runId: run.runId, points: new Convergence() };
  useEffect(() => {
    axis.current = { runId: run.runId, range };
    if (snapshot) history.current?.points.add(snapshot);
  }, [snapshot, run.runId]);

  const unit = timeUnit(range.to);
  const arm = snapshot?.arms[selected];
  const first = snapshot?.arms[0];
  const facts = run.arms[selected];
  const failure = facts ? run.failures[facts.id] : undefined;
  return (
    <div className="screen" data-testid="run-screen" data-ended={run.ended ?? ''}>
      {children}
      <div className="run-grid">
        <section className="pane rule-r run-arms">
          <ArmsList run={run} selected={selected} onSelect={setSelected} unit={unit} axis={range} />
          <WorkerLog log={run.log} />
        </section>
        <div className="run-col">
          {facts ? <LiveFlame arm={arm} index={selected} run={run} /> : null}
          <div className="run-two">
            <Percentiles arm={arm} first={selected === 0 ? undefined : first} firstName={run.arms[0]?.id ?? ''} id={facts?.id ?? ''} unit={unit} points={(played?.points ?? history.current.points).of(selected)} failure={failure} />
            <Allocations arm={arm} unit={unit} />
          </div>
          {run.noise && run.noise.length > 0 ? <LiveNoise slices={run.noise} /> : null}
        </div>
      </div>
      {foot}
    </div>
  );
}

const PauseIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 3.5v9M10.5 3.5v9" /></svg>;
const PlayIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 3.5v9l7-4.5z" /></svg>;
const StopIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><rect x="4" y="4" width="8" height="8" rx=".5" /></svg>;

export function RunHead({ run, subtitle, plannedRounds, onPause, onStop, onOpenResult }: RunHeadProps) {
  const { t } = useTranslation('run');
  const { snapshot, ended } = run;
  const time = (ms: number): string => {
    const { hours, minutes, seconds } = clock(ms);
    return hours > 0 ? t('hours', { hours, minutes }) : minutes > 0 ? t('minutes', { minutes, seconds }) : t('seconds', { seconds });
  };
  const left = snapshot && !Number.isNaN(snapshot.expectedMs) ? snapshot.expectedMs - snapshot.elapsedMs : null;
  const doing = ended ? t(`ended.${ended}`) : !snapshot ? t('starting') : run.paused ? t('paused') : snapshot.warmingUp ? t('warming', { round: grouped(snapshot.round) }) : plannedRounds === null ? t('round', { round: grouped(snapshot.round) }) : t('roundOf', { round: grouped(snapshot.round), of: grouped(plannedRounds) });
  const percent = Math.round((ended ? 1 : (snapshot?.progress ?? 0)) * 100);
  return (
    <div className="head">
      <div className="run-title">
        <h1 className="ell">{run.name}</h1>
        <div className="sub ell">{subtitle}</div>
      </div>
      <div className="run-progress">
        <div className="run-progress-line small">
          <span data-testid="run-doing">{doing}{run.message ? <span className={ended && ended !== 'failed' ? 'dim' : 'bad'} title={run.message}> {run.message}</span> : null}</span>
          <span className="mid" data-testid="run-left">{ended || !snapshot ? '' : left === null ? t('elapsed', { time: time(snapshot.elapsedMs) }) : t('left', { time: time(left) })}</span>
        </div>
        <div className="bar" role="progressbar" aria-label={t('progress')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div>
      </div>
      <div className="row gap2">
        {ended ? (
          <button type="button" className="btn pri" data-testid="run-open-result" onClick={() => onOpenResult(run.runId)}>{t('openResult')}</button>
        ) : (
          <>
            <button type="button" className="btn run-pause" data-testid="run-pause" onClick={() => onPause(!run.paused)}>{run.paused ? <PlayIcon /> : <PauseIcon />}{run.paused ? t('goOn') : t('pause')}</button>
            <button type="button" className="btn" data-testid="run-stop" onClick={onStop}><StopIcon />{t('stop')}</button>
          </>
        )}
      </div>
    </div>
  );
}

function ArmsList({ run, selected, onSelect, unit, axis }: { readonly run: LiveRun; readonly selected: number; readonly onSelect: (index: number) => void; readonly unit: Unit; readonly axis: Range }) {
  const { t } = useTranslation('run');
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const to = event.key === 'ArrowDown' ? selected + 1 : event.key === 'ArrowUp' ? selected - 1 : null;
    if (to === null || to < 0 || to >= run.arms.length) return;
    event.preventDefault();
    onSelect(to);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div className="ph rule-b">
        <h2>{t('arms')}</h2>
        <span className="small dim">{run.arms.length}</span>
        <span className="r tiny dim">{t('p50Head', { unit: unit.name })}</span>
      </div>
      <div className="run-arms-list" role="listbox" aria-label={t('arms')} ref={list} onKeyDown={onKey}>
        {run.arms.map((arm, index) => (
          <ArmRow
            key={arm.id} id={arm.id} arm={run.snapshot?.arms[index]} failure={run.failures[arm.id]} verdict={run.verdicts?.[arm.id]} on={index === selected}
            onSelect={() => onSelect(index)} unit={unit} axis={axis}
          />
        ))}
      </div>
      <div className="run-key tiny dim">
        <span className="row gap1"><svg width="12" height="6" aria-hidden="true"><path d="M0 3h12" className="ink" strokeWidth={2.4} /></svg>{t('interval')}</span>
        <span>{t('axisFrom', { value: withUnit(axis.to, unit) })}</span>
      </div>
    </>
  );
}

const FailIcon = () => <svg className="ic s" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1.5 14.5 8 8 14.5 1.5 8zM6 6l4 4M10 6l-4 4" /></svg>;

function ArmRow({ id, arm, failure, verdict, on, onSelect, unit, axis }: { readonly id: string; readonly arm: LiveArm | undefined; readonly failure: string | undefined; readonly verdict: LiveVerdict | undefined; readonly on: boolean; readonly onSelect: () => void; readonly unit: Unit; readonly axis: Range }) {
  const { t } = useTranslation('run');
  const state: ArmState = stateOf(arm, failure);
  const value = known(arm?.p50Ns);
  const ci = arm ? intervalOf(arm) : null;
  const figure = inUnit(value, unit);
  return (
    <div
      className={`arm${on ? ' on' : ''}`} role="option" aria-selected={on} tabIndex={on ? 0 : -1} data-testid="run-arm" data-arm={id} data-state={state}
      onClick={onSelect} title={arm ? t('handshakes', { value: grouped(arm.handshakes) }) : undefined}
    >
      <div className="ell m">{armName(id)}</div>
      {state === 'failed' ? (
        <div className="row gap1 bad"><FailIcon />{t('state.failed')}</div>
      ) : (
        <div className="row"><span className={state === 'waiting' ? 'v dim' : 'v'}>{state === 'settling' ? provisional(figure) : figure}</span><span className="pm">{plusMinus(value, ci) ?? NONE}</span></div>
      )}
      {state === 'failed' ? (
        <div className="run-reason tiny bad">{failure}</div>
      ) : (
        <>
          <div className="dot-cell"><DotOnAxis value={value} ci={ci} axis={axis} /></div>
          <div className="tiny dim run-note">{state === 'live' ? (arm && arm.failed > 0 ? t('failedCount', { value: grouped(arm.failed) }) : verdict?.verdict ? <LiveMark verdict={verdict} /> : '') : state === 'settling' ? t('state.settling') : t('state.waiting')}</div>
        </>
      )}
    </div>
  );
}

/** A shift that can be defended already, with its interval. */
function LiveMark({ verdict: { ratio, ratioCi, verdict } }: { readonly verdict: LiveVerdict }) {
  const { t } = useTranslation('run');
  const shift = shiftText(ratio, ratioCi);
  return <span className={verdict ?? ''} data-testid="live-verdict" title={t('verdict.how', { interval: shift.interval })}>{verdict === 'slower' ? '▲' : '▼'} {shift.value}</span>;
}

function LiveFlame({ arm, index, run }: { readonly arm: LiveArm | undefined; readonly index: number; readonly run: LiveRun }) {
  const { t } = useTranslation('run');
  const facts = run.arms[index] as LiveRun['arms'][number];
  const data = useMemo(() => (arm ? flameOfLive(arm) : NO_FLAME), [arm]);
  const names = useMemo(() => ({ clientVersion: stackVersion(facts.client, null), serverVersion: stackVersion(facts.server, null) }), [facts.client, facts.server]);
  return (
    <section className="pane rule-b run-flame" data-testid="run-flame">
      <div className="ph">
        <h2>{armName(facts.id)}</h2>
        <span className="tag live">{run.played ? t('playedTag') : run.paused ? t('pausedTag') : run.snapshot?.warmingUp ? t('warmTag') : t('liveTag')}</span>
        <span className="small dim hide-narrow">{t('mean')}</span>
        <span className="r" title={t('weightAfter')}>
          <span className="seg hide-narrow" role="group" aria-label={t('weight')}>
            <button type="button" className="on" aria-pressed="true">{t('time')}</button>
            <button type="button" disabled>{t('bytes')}</button>
            <button type="button" disabled>{t('objects')}</button>
          </span>
        </span>
      </div>
      <Flame data={data} names={names} what={`${armName(facts.id)}, ${t('mean')}`} subject={`${run.runId} ${facts.id}`} live empty={run.failures[facts.id]} />
    </section>
  );
}

const RANKS = [['p50', 'p50Ns'], ['p90', 'p90Ns'], ['p95', 'p95Ns'], ['p99', 'p99Ns']] as const;

function Percentiles({ arm, first, firstName, id, unit, points, failure }: {
  readonly arm: LiveArm | undefined; readonly first: LiveArm | undefined; readonly firstName: string; readonly id: string; readonly unit: Unit; readonly points: ReturnType<Convergence['of']>; readonly failure: string | undefined;
}) {
  const { t } = useTranslation('run');
  const [box, width, height] = useSize();
  return (
    <section className="pane rule-r" role="region" aria-label={t('percentiles')} tabIndex={0} data-testid="run-percentiles">
      <div className="ph rule-b">
        <h2>{t('percentiles')}</h2>
        <span className="small dim hide-narrow">{t('n', { value: grouped(arm?.handshakes ?? 0) })}</span>
      </div>
      {failure === undefined ? null : <p className="run-reason small bad run-pad">{failure}</p>}
      <div className="run-pd">
        <table className="tb run-fixed">
          <thead>
            <tr><th /><th className="num">{unit.name}</th><th className="num">95 %</th><th className="num" title={t('against', { arm: armName(firstName) })}>{t('toFirst')}</th></tr>
          </thead>
          <tbody>
            {RANKS.map(([name, key]) => {
              const value = known(arm?.[key]);
              const other = known(first?.[key]);
              const ci = key === 'p50Ns' && arm ? plusMinus(value, intervalOf(arm)) : null;
              return (
                <tr key={name}>
                  <td className="mid">{name}</td>
                  <td className="num m">{inUnit(value, unit)}</td>
                  <td className="num pm" title={ci === null ? (key === 'p50Ns' ? t('state.toFive') : t('later')) : undefined}>{ci ?? NONE}</td>
                  <td className="num" title={other === null ? t('first') : undefined}>{value === null || other === null ? <span className="dim">{NONE}</span> : signed((value - other) / unit.factor, unit.decimals)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <div className="run-hist hide-narrow">{arm ? <Histogram arm={arm} subject={id} label={t('distribution', { arm: id })} /> : null}</div>
      </div>
      <div className="run-conv rule-t hide-low">
        <div className="ph"><span className="small mid">{t('convergence', { unit: unit.name })}</span></div>
        <div ref={box} className="run-conv-box">{width > 0 && height > 40 ? <ConvergenceChart points={points} subject={id} unit={unit} label={t('convergence', { unit: unit.name })} rounds={t('rounds')} width={width} height={Math.min(height, 220)} /> : null}</div>
      </div>
    </section>
  );
}

const Allocations = memo(function Allocations({ arm, unit }: { readonly arm: LiveArm | undefined; readonly unit: Unit }) {
  const { t } = useTranslation('run');
  const rows: readonly (readonly [string, Unit, number | undefined, number | undefined, number?])[] = [
    [t('allocated'), BYTES_UNIT, arm?.clientBytes, arm?.serverBytes],
    [t('objectsRow'), COUNT_UNIT, arm?.clientObjects, arm?.serverObjects],
    [t('cpu', { unit: unit.name }), unit, arm?.clientCpuNs, arm?.serverCpuNs],
    [t('gc'), { name: '', factor: 1e-3, decimals: 1 }, arm?.clientGc, arm?.serverGc],
  ];
  return (
    <section className="pane" data-testid="run-allocations">
      <div className="ph rule-b"><h2>{t('allocations')}</h2><span className="r tiny dim">{t('perHandshake')}</span></div>
      <table className="tb run-fixed run-alloc">
        <thead><tr><th /><th className="num">{t('client')}</th><th className="num">{t('server')}</th></tr></thead>
        <tbody>
          {rows.map(([name, rowUnit, client, server]) => (
            <tr key={name}>
              <td className="mid">{name}</td>
              {[client, server].map((value, index) => {
                const figure = inUnit(known(value), rowUnit);
                return <td key={index} className={figure === NONE ? 'num dim' : 'num m'} title={figure === NONE ? t('unknown') : undefined}>{figure}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});

const WorkerLog = memo(function WorkerLog({ log }: { readonly log: LiveRun['log'] }) {
  const { t } = useTranslation('run');
  const lines = useRef<HTMLDivElement>(null);
  const held = useRef(true);
  useEffect(() => {
    const box = lines.current;
    // Follows the newest line unless the person has scrolled up to read.
    if (box && held.current) box.scrollTop = box.scrollHeight;
  }, [log]);
  return (
    <div className="run-log rule-t hide-low" data-testid="run-log">
      <div className="ph"><h2>{t('log')}</h2><span className="r tiny dim">{t('lines', { value: grouped(log.length) })}</span></div>
      <div
        className="run-log-lines" ref={lines} tabIndex={0} role="log" aria-label={t('log')} aria-live="off"
        onScroll={(event) => { held.current = event.currentTarget.scrollHeight - event.currentTarget.scrollTop - event.currentTarget.clientHeight < 24; }}
      >
        {log.length === 0 ? <p className="tiny dim">{t('noLog')}</p> : null}
        {log.slice(-200).map((entry, index) => (
          <div key={`${entry.atMs} ${index}`} className="mono ell mid" title={entry.line}><span className="dim">{(entry.atMs / 1_000).toFixed(1)}</span> {entry.source} {entry.line}</div>
        ))}
      </div>
    </div>
  );
});

