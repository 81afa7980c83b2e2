/** The report as pages, before it is a file; at its side, what it holds. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { optionsOf, type KeptReport, type ReportFormat } from '../../../shared/report/options.ts';
import type { ReportSource } from '../../../shared/report/source.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { Desk } from './Desk.tsx';
import { ReportSide } from './ReportSide.tsx';
import './report.css';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly as: ReportFormat }
  | { readonly kind: 'done'; readonly path: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface ReportViewProps {
  readonly source: ReportSource;
  readonly kept: KeptReport;
  /** Null without a run: then only the claims can be reported. */
  readonly run: string | null;
  readonly state: ExportState;
  /** Why the choices could not be kept; null: they are. */
  readonly problem: string | null;
  readonly onChange: (kept: KeptReport) => void;
  readonly onExport: (as: ReportFormat) => void;
  readonly onLibrary: () => void;
}

const NAMES: Readonly<Record<ReportFormat, string>> = { pdf: 'PDF', html: 'HTML', md: 'Markdown' };
/** Pages are laid out anew when typing rests: a page of text takes longer than a key. */
const REST_MS = 250;
/** What takes longer shows that it goes on. */
const LONG_MS = 1_000;

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function useLong(going: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!going) return undefined;
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [going]);
  return long;
}

export function ReportView({ source, kept, run, state, problem, onChange, onExport, onLibrary }: ReportViewProps) {
  const { t } = useTranslation('report');
  const [zoom, setZoom] = useState<'fit' | 'full'>('fit');
  const [pages, setPages] = useState(0);
  const title = useRested(kept.title);
  const author = useRested(kept.author);
  const notes = useRested(kept.notes);
  const { template, arm, language, paper, sections } = kept;
  const options = useMemo(() => optionsOf({ format: 1, template, arm, language, paper, sections, title, author, notes }), [template, arm, language, paper, sections, title, author, notes]);
  const busy = state.kind === 'busy';
  const long = useLong(busy);
  const nothing = sections[template].length === 0;
  const why = nothing ? t('noSection') : undefined;
  return (
    <div className="screen" data-testid="report-screen" data-pages={nothing ? 0 : pages}>
      <div className="head">
        <div className="run-title">
          <h1>{t('title')}</h1>
          <div className="sub ell">{nothing ? why : t('pages', { count: pages, paper })}</div>
        </div>
        <div className="grow" />
        {long ? <span className="small mid row gap2" role="status">{t('writingPages', { as: NAMES[busy ? state.as : 'pdf'], count: pages })}<span className="bar rep-bar"><i /></span></span> : null}
        {state.kind === 'done' ? <span className="small ok ell" role="status" data-testid="report-written" data-path={state.path} title={state.path}>{t('written', { path: state.path })}</span> : null}
        {state.kind === 'failed' ? <span className="small bad ell" role="alert" title={state.message}>{t('failed', { message: state.message })}</span> : null}
        <Segmented label={t('zoom')} value={zoom} onChange={setZoom} options={[{ value: 'fit', label: t('fit') }, { value: 'full', label: '100\u00a0%' }]} />
        {(['html', 'md'] as const).map((as) => (
          <button key={as} type="button" className="btn" data-testid={`report-export-${as}`} disabled={busy || nothing} title={why ?? t(`about.${as}`)} onClick={() => onExport(as)}>{NAMES[as]}</button>
        ))}
        <button type="button" className="btn pri" data-testid="report-export" disabled={busy || nothing} title={why ?? t('about.pdf')} onClick={() => onExport('pdf')}>
          <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5v7M5 7l3 3 3-3M3 13h10" /></svg>
          {busy ? t('writing') : t('export')}
        </button>
      </div>
      <div className="rep">
        <ReportSide source={source} kept={kept} run={run} problem={problem} onChange={onChange} onLibrary={onLibrary} />
        {nothing ? <div className="desk"><p className="rep-none">{why}</p></div> : <Desk source={source} options={options} zoom={zoom} onPages={setPages} />}
      </div>
    </div>
  );
}
