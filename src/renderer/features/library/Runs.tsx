/** The runs: each with its headline and its arms' p50 on one axis. */
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { times, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { attempt, chooseAndOpen, loadLibrary, offerUndo, openResult } from '../../stores/app.ts';
import { Icon } from '../../ui/Icon.tsx';
import { forgetResult } from '../result/index.ts';
import { invoke } from '../result/lab.ts';
import { headlineOf } from './words.ts';

const KINDS = ['all', 'finished', 'other'] as const;

async function remove(run: RunHeadline): Promise<void> {
  await invoke('run:delete', { run: run.id });
  await loadLibrary();
  offerUndo({ text: 'run', name: run.name, undo: () => invoke('run:restore', { run: run.id }).then(loadLibrary) });
}

async function rename(run: RunHeadline, name: string): Promise<void> {
  if (name.trim() === '' || name === run.name) return;
  await invoke('run:rename', { run: run.id, name: name.trim() });
  forgetResult(run.id);
  await loadLibrary();
}

export function Runs({ runs, filter }: { readonly runs: readonly RunHeadline[]; readonly filter: string }) {
  const { t } = useTranslation('library');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('all');
  const [naming, setNaming] = useState<string | null>(null);
  const shown = runs.filter((run) => (kind === 'all' || (run.ended === 'finished') === (kind === 'finished')) && `${run.name} ${run.stacks.join(' ')}`.toLowerCase().includes(filter.toLowerCase()));
  return (
    <section className="pane lib-runs">
      <div className="ph rule-b">
        <h2>{t('runs')}</h2>
        <span className="small dim">{runs.length}</span>
        <span className="r">
          <span className="seg" role="group" aria-label={t('runs')}>
            {KINDS.map((one) => <button key={one} type="button" className={kind === one ? 'on' : ''} aria-pressed={kind === one} onClick={() => setKind(one)}>{t(one)}</button>)}
          </span>
          <button type="button" className="btn quiet" data-testid="open-folder" onClick={() => attempt(chooseAndOpen)}>{t('open')}</button>
        </span>
      </div>
      <div className="list">
        {runs.length === 0 ? (
          <div className="empty"><p>{t('empty')}</p><p className="mid small">{t('emptyMore')}</p></div>
        ) : (
          <table className="tb runs">
            <thead><tr><th>{t('name')}</th><th>{t('headline')}</th><th className="num" aria-label={t('headline')} /><th>{t('arms')}</th><th aria-label={t('rename')} /></tr></thead>
            <tbody>
              {shown.map((run) => (
                <Row key={run.id} run={run} naming={naming === run.id} onName={() => setNaming(run.id)} onNamed={(name) => { setNaming(null); if (name !== null) attempt(() => rename(run, name)); }} />
              ))}
            </tbody>
          </table>
        )}
        {runs.length > 0 && shown.length === 0 ? <p className="empty mid small">{t('noMatch')}</p> : null}
      </div>
      <div className="rule-t row small dim lib-foot">
        <span className="ell">{t('drop')}</span>
        <span className="grow" />
        {([['Enter', 'openHint'], ['F2', 'renameHint'], ['Del', 'deleteHint']] as const).map(([key, hint]) => <span key={key} className="row gap1"><span className="key">{key}</span>{t(hint)}</span>)}
      </div>
    </section>
  );
}

interface RowProps {
  readonly run: RunHeadline;
  readonly naming: boolean;
  readonly onName: () => void;
  readonly onNamed: (name: string | null) => void;
}

function Row({ run, naming, onName, onNamed }: RowProps) {
  const { t, i18n } = useTranslation('library');
  const headline = headlineOf(run);
  const made = new Date(run.createdAt);
  const day = made.toDateString() === new Date().toDateString() ? t('today') : made.toLocaleDateString(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  const open = (): void => {
    if (run.problem === null) openResult(run.id);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (naming) return;
    if (event.key === 'Enter') open();
    else if (event.key === 'F2') onName();
    else if (event.key === 'Delete') attempt(() => remove(run));
    else return;
    event.preventDefault();
  };
  const failed = run.arms.filter(({ state }) => state === 'failed').length;
  return (
    <tr tabIndex={0} data-testid="run-row" data-run={run.id} data-ended={run.ended} onClick={(event) => (event.target as HTMLElement).closest('button,input') === null && open()} onKeyDown={onKey}>
      <td>
        {naming ? (
          <input className="field wide" defaultValue={run.name} aria-label={t('renamePrompt')} autoFocus
            onKeyDown={(event) => { if (event.key === 'Enter') onNamed(event.currentTarget.value); else if (event.key === 'Escape') onNamed(null); }} onBlur={(event) => onNamed(event.currentTarget.value)} />
        ) : <div className="m ell">{run.name}</div>}
        <div className="tiny dim ell">{Number.isNaN(made.getTime()) ? '' : `${day} ${made.toTimeString().slice(0, 5)}`} · {run.stacks.join(', ')}</div>
      </td>
      <td className="small mid">
        {run.problem !== null ? <span className="bad" title={run.problem}>{t('unreadable', { reason: run.problem })}</span> : null}
        {headline ? <div className="ell">{headline.first === null ? t('oneArm', { arm: headline.arm }) : t('slowest', { arm: headline.arm, first: headline.first })}</div> : null}
        {run.ended !== 'finished' && run.problem === null ? <span className={`tag ${run.ended === 'failed' ? 'bad' : 'none'}`}>{t(`ended.${run.ended}`)}</span> : null}
        {failed > 0 ? <span className="tag bad">{t('failedArms', { count: failed })}</span> : null}
      </td>
      <td className="num m">{headline ? (headline.ratio === null ? withUnit(headline.p50Ns, timeUnit(headline.p50Ns)) : times(headline.ratio)) : ''}</td>
      <td><Dots arms={run.arms} /></td>
      <td className="num">
        <button type="button" className="btn quiet" aria-label={`${t('rename')}: ${run.name}`} title={t('rename')} onClick={onName}><Icon name="edit" /></button>
        <button type="button" className="btn quiet" aria-label={`${t('remove')}: ${run.name}`} title={t('remove')} data-testid="run-delete" onClick={() => attempt(() => remove(run))}><Icon name="remove" /></button>
      </td>
    </tr>
  );
}

const WIDTH = 140;

/** Each arm's p50 with its interval, on an axis from 0. */
function Dots({ arms }: { readonly arms: RunHeadline['arms'] }) {
  const known = arms.flatMap(({ p50Ns, p50CiNs }) => (p50Ns === null ? [] : [{ p50Ns, ci: p50CiNs ?? ([p50Ns, p50Ns] as const) }]));
  if (known.length === 0) return null;
  const most = Math.max(...known.map(({ ci }) => ci[1])) * 1.05;
  const x = (ns: number): number => (ns / most) * WIDTH;
  return (
    <svg width={WIDTH} height="16" aria-hidden="true">
      <path d={`M0 12.5H${WIDTH}`} className="tick" />
      {known.map(({ p50Ns, ci }, index) => <g key={index}><path d={`M${x(ci[0])} 7H${x(ci[1])}`} className="ink" strokeWidth={2} opacity={0.5} /><circle cx={x(p50Ns)} cy="7" r="2.5" fill="var(--ink)" opacity={0.75} /></g>)}
    </svg>
  );
}
