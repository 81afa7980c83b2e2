/** The report as pages, before it is a file. */
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../shared/report/block.ts';
import { reportOf } from '../../../shared/report/model.ts';
import { optionsOf, TEMPLATE_SECTIONS, untouched, type ReportOptions, type ReportSection } from '../../../shared/report/options.ts';
import { paginate, type Fragment, type Unit } from '../../../shared/report/paginate.ts';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { BlockView } from './Blocks.tsx';
import { reportFonts } from './fonts.ts';
import { MARGINS, PAPERS, textHeight, textWidth } from './paper.ts';
import { useReportLanguage } from './useReportLanguage.ts';
import './report.css';

export type ExportState = { readonly kind: 'idle' } | { readonly kind: 'busy' } | { readonly kind: 'done'; readonly path: string } | { readonly kind: 'failed'; readonly message: string };

export interface ReportViewProps {
  readonly document: ResultDocument;
  readonly language: 'en' | 'zh';
  readonly state: ExportState;
  readonly onExport: (options: ReportOptions) => void;
}

export function ReportView({ document, language, state, onExport }: ReportViewProps) {
  const { t } = useTranslation('report');
  const [sections, setSections] = useState<readonly ReportSection[]>(TEMPLATE_SECTIONS.comparison);
  const [title, setTitle] = useState(document.run.name);
  const [chosen, setChosen] = useState<'en' | 'zh'>(language);
  const [paper, setPaper] = useState<ReportOptions['paper']>('A4');
  const [zoom, setZoom] = useState<'fit' | 'full'>('fit');
  const [pages, setPages] = useState(0);
  const options = useMemo((): ReportOptions => ({ ...optionsOf(untouched(chosen)), title, sections: [...sections], paper }), [chosen, title, sections, paper]);
  return (
    <div className="screen" data-testid="report-screen" data-pages={pages}>
      <div className="head">
        <div className="run-title">
          <h1>{t('title')}</h1>
          <div className="sub ell">{t('pages', { count: pages, paper })}</div>
        </div>
        <div className="grow" />
        {state.kind === 'done' ? <span className="small ok ell" role="status" data-testid="report-written" data-path={state.path} title={state.path}>{t('written', { path: state.path })}</span> : null}
        {state.kind === 'failed' ? <span className="small bad ell" role="alert" title={state.message}>{t('failed', { message: state.message })}</span> : null}
        <Segmented label={t('zoom')} value={zoom} onChange={setZoom} options={[{ value: 'fit', label: t('fit') }, { value: 'full', label: '100\u00a0%' }]} />
        <button type="button" className="btn pri" data-testid="report-export" disabled={state.kind === 'busy' || sections.length === 0} title={sections.length === 0 ? t('noSection') : undefined} onClick={() => onExport(options)}>
          <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5v7M5 7l3 3 3-3M3 13h10" /></svg>
          {state.kind === 'busy' ? t('writing') : t('export')}
        </button>
      </div>
      <div className="rep">
        <aside className="pane rule-r rep-side">
          <fieldset>
            <legend className="ph">{t('sections')}</legend>
            <div className="rep-sections">
              {TEMPLATE_SECTIONS.comparison.map((section) => (
                <label key={section} className="rep-op">
                  <input
                    type="checkbox" checked={sections.includes(section)} data-testid={`section-${section}`}
                    onChange={(event) => setSections(TEMPLATE_SECTIONS.comparison.filter((one) => (one === section ? event.target.checked : sections.includes(one))))}
                  />
                  {t(`section.${section}`)}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="rule-t rep-field">
            <label className="rep-name" htmlFor="report-title">{t('name')}</label>
            <input id="report-title" className="inp" value={title} maxLength={200} placeholder={document.run.name} data-testid="report-title" onChange={(event) => setTitle(event.target.value)} />
          </div>
          <div className="rule-t rep-field">
            <span className="rep-name">{t('language')}</span>
            <Segmented label={t('language')} testId="report-language" value={chosen} onChange={setChosen} options={[{ value: 'en', label: 'English' }, { value: 'zh', label: '中文' }]} />
          </div>
          <div className="rule-t rep-field">
            <span className="rep-name">{t('paper')}</span>
            <Segmented label={t('paper')} testId="report-paper" value={paper} onChange={setPaper} options={[{ value: 'A4', label: 'A4' }, { value: 'Letter', label: 'Letter' }]} />
          </div>
        </aside>
        <Desk document={document} options={options} zoom={zoom} onPages={setPages} />
      </div>
    </div>
  );
}

const Desk = memo(function Desk({ document: result, options, zoom, onPages }: { readonly document: ResultDocument; readonly options: ReportOptions; readonly zoom: 'fit' | 'full'; readonly onPages: (pages: number) => void }) {
  const { t } = useTranslation('report');
  const i18n = useReportLanguage(options.language);
  const report = useMemo(() => reportOf(result, options), [result, options]);
  const [fonts, setFonts] = useState(0);
  const [pages, setPages] = useState<{ readonly report: ReportDocument; readonly list: readonly (readonly Fragment[])[] } | null>(null);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void reportFonts(options.language).then(() => !gone && setFonts((count) => count + 1));
    return () => {
      gone = true;
    };
  }, [options.language]);
  useLayoutEffect(() => {
    if (!sheet.current) return;
    const list = paginate([...sheet.current.children].map((element, index) => unitOf(element as HTMLElement, report.blocks[index]?.kind ?? 'paragraph')), textHeight(options.paper));
    setPages({ report, list });
    onPages(list.length);
  }, [report, fonts, options.paper, onPages]);
  const width = textWidth(options.paper);
  const size = PAPERS[options.paper];
  const shown = pages?.report === report ? pages.list : [];
  const lang = options.language === 'zh' ? 'zh-CN' : 'en';
  const date = result.run.createdAt.slice(0, 16).replace('T', ' ');
  return (
    <I18nextProvider i18n={i18n}>
      <div className="desk" tabIndex={0} aria-label={t('preview')} role="region">
        <div className="rp rp-measure" ref={sheet} style={{ width }} data-theme="light" lang={lang} aria-hidden="true" inert key={fonts}>
          {report.blocks.map((block, index) => <BlockView key={index} block={block} document={result} width={width} />)}
        </div>
        {shown.map((page, number) => (
          <article key={number} className="rp paper" data-theme="light" lang={lang} data-testid="report-page" aria-label={t('pageOf', { page: number + 1, of: shown.length })} style={{ zoom: zoom === 'fit' ? 0.67 : 1, width: `${size.width}mm`, height: `${size.height}mm`, padding: `${MARGINS.top}mm ${MARGINS.side}mm ${MARGINS.bottom}mm` }}>
            <p className="rp-head" style={{ left: `${MARGINS.side}mm`, right: `${MARGINS.side}mm` }}><span>{report.title}</span><span>Handshake Lab</span></p>
            {page.map((fragment) => {
              const block = report.blocks[fragment.unit];
              return block ? <BlockView key={fragment.unit} block={block} document={result} width={width} part={fragment.rows ? { rows: fragment.rows, foot: fragment.foot } : undefined} /> : null;
            })}
            <p className="rp-foot" style={{ left: `${MARGINS.side}mm`, right: `${MARGINS.side}mm` }}><span>{date} UTC · {i18n.t('report:seed')} {result.run.seed}</span><span>{i18n.t('report:pageOf', { page: number + 1, of: shown.length })}</span></p>
          </article>
        ))}
      </div>
    </I18nextProvider>
  );
});

/** What a block measures, and where it may break. */
function unitOf(element: HTMLElement, kind: ReportDocument['blocks'][number]['kind']): Unit {
  const height = element.getBoundingClientRect().height;
  if (kind !== 'table' && kind !== 'pairs' && kind !== 'code') return { kind: 'whole', height, keepWithNext: kind === 'heading' || kind === 'title' };
  const rows = [...element.querySelectorAll(kind === 'code' ? ':scope > div' : 'tbody > tr')].map((row) => row.getBoundingClientRect().height);
  const foot = element.querySelector('.rp-cap')?.getBoundingClientRect().height ?? 0;
  return { kind: 'rows', rows, foot, head: Math.max(0, height - foot - rows.reduce((sum, row) => sum + row, 0)) };
}
