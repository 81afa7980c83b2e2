/** The runs: each with its headline and its arms' p50 on one axis. */
import { useRef, useState, type KeyboardEvent, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { interval, NONE, plusMinus, times, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { attempt, chooseAndOpen, compareRuns, compareWith, go, loadLibrary, offerUndo, openResult, openWindow } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { armName } from '../flame/names.ts';
import { forgetResult } from '../result/index.ts';
import { invoke } from '../result/lab.ts';
import { Dots } from './Dots.tsx';
import { Shared, ShareButton } from './ShareButton.tsx';
import { apart, dayOf, headlineOf } from './words.ts';

const KINDS = ['all', 'finished', 'other'] as const;

async function remove(run: RunHeadline): Promise<void> {
  await invoke('run:delete', { run: run.id });
  await loadLibrary();
  offerUndo({ text: 'run', name: run.name, undo: () => invoke('run:restore', { run: run.id }).then(loadLibrary) });
}

async function rename(run: RunHeadline, name: string): Promise<void> {
  if (name.trim() === '' || name === run.name) return;
  await invoke('run:rename', { run: run.id, name: name.trim().slice(0, 200) });
  forgetResult(run.id);
  await loadLibrary();
}

export function Runs({ runs, filter }: { readonly runs: readonly RunHeadline[]; readonly filter: string }) {
  const { t } = useTranslation('library');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('all');
  const [naming, setNaming] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const running = useLive(({ run }) => isRunning(run));
  const shown = runs.filter((run) => (kind === 'all' || (run.ended === 'finished') === (kind === 'finished')) && `${run.name} ${run.stacks.join(' ')}`.toLowerCase().includes(filter.toLowerCase()));
  const onArrows = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const rows = [...(body.current?.children ?? [])] as HTMLElement[];
    const at = rows.indexOf((event.target as HTMLElement).closest('tr') as HTMLElement);
    if (step === 0 || at < 0 || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    rows[at + step]?.focus();
  };
  return (
    <section className="pane lib-runs" aria-label={t('runs')}>
      <div className="ph rule-b">
        <h2>{t('runs')}</h2>
        <span className="small dim">{runs.length}</span>
        <span className="r">
          <span className="seg" role="group" aria-label={t('which')}>
            {KINDS.map((one) => <button key={one} type="button" className={kind === one ? 'on' : ''} aria-pressed={kind === one} onClick={() => setKind(one)}>{t(one)}</button>)}
          </span>
          <button type="button" className="btn quiet" data-testid="open-folder" onClick={() => attempt(() => chooseAndOpen('folder'))}>{t('open')}</button>
        </span>
      </div>
      <div className="list">
        {runs.length === 0 && !running ? (
          <div className="empty"><p>{t('empty')}</p><p className="mid small">{t('emptyMore')}</p></div>
        ) : (
          <table className="tb runs">
            <thead><tr><th>{t('name')}</th><th>{t('headline')}</th><th className="num run-ratio" aria-label={t('figure')} /><th className="num run-ci">95 %</th><th className="run-arms-p50">{t('armsP50')}</th><th className="run-state" aria-label={t('state')} /></tr></thead>
            <tbody ref={body} onKeyDown={onArrows}>
              {running ? <LiveRow /> : null}
              {shown.map((run) => (
                <Row key={run.id} run={run} naming={naming === run.id} onName={() => setNaming(run.id)} onNamed={(name) => { setNaming(null); if (name !== null) attempt(() => rename(run, name)); }} />
              ))}
            </tbody>
          </table>
        )}
        {runs.length > 0 && shown.length === 0 ? <p className="empty mid small">{t('noMatch')}</p> : null}
      </div>
      <Shared />
      <div className="rule-t row small dim lib-foot">
        <span className="ell">{t('drop')}</span>
        <span className="grow" />
        {([['Enter', 'openHint'], ['F2', 'renameHint'], ['Del', 'deleteHint']] as const).map(([key, hint]) => <span key={key} className="row gap1"><span className="key">{key}</span>{t(hint)}</span>)}
      </div>
    </section>
  );
}

/** The run that is on: its place is the top, its figures are on the run's own screen. */
function LiveRow() {
  const { t } = useTranslation('library');
  const name = useLive(({ run }) => run?.name ?? '');
  const stacks = useLive(({ run }) => [...new Set(run?.arms.flatMap(({ client, server }) => [client, server]))].join(', '));
  // Whole percents, so that the list is not drawn anew with each snapshot.
  const percent = useLive(({ run }) => Math.floor(100 * (run?.snapshot?.progress ?? 0)));
  return (
    <tr tabIndex={0} data-testid="run-live" onClick={() => go('run')} onKeyDown={(event) => event.key === 'Enter' && go('run')}>
      <td><div className="m ell">{name}</div><div className="tiny dim ell">{stacks}</div></td>
      <td className="small mid" colSpan={2}>{t('percent', { percent })}</td>
      <td className="run-ci" />
      <td className="run-arms-p50"><div className="bar" role="progressbar" aria-label={name} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div></td>
      <td className="run-state"><span className="tag live">{t('running')}</span></td>
    </tr>
  );
}

const DRAGGED = 'application/x-handshake-lab-run';

interface RowProps {
  readonly run: RunHeadline;
  readonly naming: boolean;
  readonly onName: () => void;
  readonly onNamed: (name: string | null) => void;
}

function Row({ run, naming, onName, onNamed }: RowProps) {
  const { t } = useTranslation('library');
  const row = useRef<HTMLTableRowElement>(null);
  const unreadable = run.problem !== null;
  const open = (): void => {
    if (!unreadable) openResult(run.id);
  };
  const [over, setOver] = useState(false);
  // A run dropped on another is set against it.
  const drag = {
    draggable: !naming,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAGGED, run.id);
      event.dataTransfer.effectAllowed = 'link';
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const other = event.dataTransfer.getData(DRAGGED);
      if (other !== '' && other !== run.id) compareRuns(run.id, other);
    },
  };
  const named = (name: string | null): void => {
    onNamed(name);
    row.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    // Keys in the row's buttons and its name are theirs.
    if (naming || event.target !== event.currentTarget) return;
    if (event.key === 'Enter') open();
    else if (event.key === 'F2' && !unreadable) onName();
    else if (event.key === 'Delete') {
      // The keys go on at the row that takes this one's place.
      const next = (row.current?.nextElementSibling ?? row.current?.previousElementSibling) as HTMLElement | null;
      attempt(() => remove(run).then(() => next?.focus()));
    } else return;
    event.preventDefault();
  };
  return (
    <tr ref={row} tabIndex={0} {...(unreadable ? {} : drag)} className={over ? 'drop' : undefined} data-testid="run-row" data-run={run.id} data-ended={run.ended} onClick={(event) => (event.target as HTMLElement).closest('button,input') === null && open()} onKeyDown={onKey}>
      <td>
        {naming ? (
          <input className="field" defaultValue={run.name} aria-label={t('renamePrompt')} maxLength={200} autoFocus data-testid="run-name" onFocus={(event) => event.currentTarget.select()}
            onKeyDown={(event) => { if (event.key === 'Enter') named(event.currentTarget.value); else if (event.key === 'Escape') named(null); }} onBlur={(event) => onNamed(event.currentTarget.value)} />
        ) : <div className="m ell" title={run.name}>{run.name}</div>}
        <div className="tiny dim ell">{[when(run.createdAt, t), run.stacks.join(', ')].filter(Boolean).join(' · ')}</div>
      </td>
      <Figures run={run} />
      <td className="run-state">
        <State run={run} />
        <span className="run-acts">
          {unreadable ? null : <button type="button" className="btn quiet" aria-label={`${t('newWindow')}: ${run.name}`} title={t('newWindow')} data-testid="run-window" onClick={() => openWindow(run.id)}><Icon name="window" /></button>}
          {unreadable ? null : <button type="button" className="btn quiet" aria-label={`${t('compare')}: ${run.name}`} title={t('compare')} data-testid="run-compare" onClick={() => compareWith(run.id)}><Icon name="compare" /></button>}
          {unreadable ? null : <button type="button" className="btn quiet" aria-label={`${t('rename')}: ${run.name}`} title={`${t('rename')} (F2)`} data-testid="run-rename" onClick={onName}><Icon name="edit" /></button>}
          {unreadable ? null : <ShareButton run={run} />}
          <button type="button" className="btn quiet" aria-label={`${t('remove')}: ${run.name}`} title={`${t('remove')} (Del)`} data-testid="run-delete" onClick={() => attempt(() => remove(run))}><Icon name="remove" /></button>
        </span>
      </td>
    </tr>
  );
}

type Translate = ReturnType<typeof useTranslation<'library'>>['t'];

function when(createdAt: string, t: Translate): string {
  const made = new Date(createdAt);
  if (Number.isNaN(made.getTime())) return '';
  const day = dayOf(made, new Date());
  const said = day.kind === 'date' ? made.toLocaleDateString(t('locale'), { day: 'numeric', month: 'short', ...(day.sameYear ? {} : { year: 'numeric' }) }) : t(day.kind);
  return `${said} ${made.toTimeString().slice(0, 5)}`;
}

function Figures({ run }: { readonly run: RunHeadline }) {
  const { t } = useTranslation('library');
  const headline = headlineOf(run);
  if (run.problem !== null) return <td className="small bad run-why" colSpan={4} title={run.problem}>{t('unreadable', { reason: run.problem })}</td>;
  if (!headline) {
    return <><td className="small mid">{t('nothing')}</td><td className="num dim run-ratio" title={t('nothing')}>{NONE}</td><td className="run-ci" /><td className="run-arms-p50" /></>;
  }
  const { arm, first, ratio, ratioCi, p50Ns, p50CiNs } = headline;
  const says = first === null ? t('oneArm', { arm: armName(arm) }) : (([left, right]) => t('farthest', { arm: armName(left), first: armName(right) }))(apart(arm, first));
  const unit = timeUnit(p50Ns);
  const known = run.arms.filter(({ p50Ns: one }) => one !== null);
  const label = known.map((one) => `${armName(one.id)} ${withUnit(one.p50Ns, timeUnit(Math.max(...known.map((other) => other.p50Ns ?? 0))))} ${plusMinus(one.p50Ns, one.p50CiNs) ?? ''}`.trim()).join('\n');
  return (
    <>
      <td className="small mid"><div className="run-says" title={says}>{says}</div></td>
      <td className="num m run-ratio">{ratio === null ? withUnit(p50Ns, unit) : times(ratio)}</td>
      <td className="num small mid run-ci" title={t(ratio === null ? 'ciOfOne' : 'ciOfRatio')}>{ratio === null ? (plusMinus(p50Ns, p50CiNs) ?? NONE) : ratioCi ? interval(ratioCi, 2) : NONE}</td>
      <td className="run-arms-p50"><Dots arms={run.arms} label={label} /></td>
    </>
  );
}

function State({ run }: { readonly run: RunHeadline }) {
  const { t } = useTranslation('library');
  const failed = run.arms.filter(({ state }) => state === 'failed').length;
  if (run.problem !== null) return <span className="tag bad"><Icon name="failed" small />{t('broken')}</span>;
  if (run.ended === 'failed' || (failed > 0 && failed === run.arms.length)) return <span className="tag bad"><Icon name="failed" small />{t('ended.failed')}</span>;
  if (failed > 0) return <span className="tag warn"><Icon name="warn" small />{t('failedArms', { count: failed })}</span>;
  if (run.ended !== 'finished') return <span className="tag none"><Icon name="cut" small />{t(`ended.${run.ended as 'stopped'}`)}</span>;
  return null;
}
