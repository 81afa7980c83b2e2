/** The preview: the report on sheets, broken where the print breaks it. */
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../shared/report/block.ts';
import type { ReportOptions } from '../../../shared/report/options.ts';
import { paginate, type Fragment, type Unit } from '../../../shared/report/paginate.ts';
import { drawnFrom, footOf, reportFrom, type ReportSource } from '../../../shared/report/source.ts';
import { BlockView } from './Blocks.tsx';
import { reportFonts } from './fonts.ts';
import { fitting, MARGINS, PAPERS, PX_PER_MM, textHeight, textWidth } from './paper.ts';
import { useReportLanguage } from './useReportLanguage.ts';

export const Desk = memo(function Desk({ source, options, zoom, onPages }: { readonly source: ReportSource; readonly options: ReportOptions; readonly zoom: 'fit' | 'full'; readonly onPages: (pages: number) => void }) {
  const { t } = useTranslation('report');
  const i18n = useReportLanguage(options.language);
  const report = useMemo(() => reportFrom(source, options), [source, options]);
  const drawn = useMemo(() => drawnFrom(source, options), [source, options]);
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
  const [desk, room] = useRoom();
  const shown = pages?.report === report ? pages.list : [];
  const lang = options.language === 'zh' ? 'zh-CN' : 'en';
  const { date, seed } = footOf(source);
  return (
    <I18nextProvider i18n={i18n}>
      <div className="desk" ref={desk} tabIndex={0} aria-label={t('preview')} role="region">
        <div className="rp rp-measure" ref={sheet} style={{ width }} data-theme="light" lang={lang} aria-hidden="true" inert key={fonts}>
          {report.blocks.map((block, index) => <BlockView key={index} block={block} document={drawn} width={width} />)}
        </div>
        {shown.map((page, number) => (
          <article key={number} className="rp paper" data-theme="light" lang={lang} data-testid="report-page" aria-label={t('pageOf', { page: number + 1, of: shown.length })} style={{ zoom: zoom === 'fit' ? fitting(room, size.width * PX_PER_MM) : 1, width: `${size.width}mm`, height: `${size.height}mm`, padding: `${MARGINS.top}mm ${MARGINS.side}mm ${MARGINS.bottom}mm` }}>
            <p className="rp-head" style={{ left: `${MARGINS.side}mm`, right: `${MARGINS.side}mm` }}><span>{report.title}</span><span>Handshake Lab</span></p>
            {page.map((fragment) => {
              const block = report.blocks[fragment.unit];
              return block ? <BlockView key={fragment.unit} block={block} document={drawn} width={width} part={fragment.rows ? { rows: fragment.rows, foot: fragment.foot } : undefined} /> : null;
            })}
            <p className="rp-foot" style={{ left: `${MARGINS.side}mm`, right: `${MARGINS.side}mm` }}><span>{seed === null ? date : `${date} · ${i18n.t('report:seed')} ${seed}`}</span><span>{i18n.t('report:pageOf', { page: number + 1, of: shown.length })}</span></p>
          </article>
        ))}
      </div>
    </I18nextProvider>
  );
});

/** The width that the desk has for sheets, px. */
function useRoom(): readonly [RefObject<HTMLDivElement | null>, number] {
  const desk = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    if (!desk.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    observer.observe(desk.current);
    return () => observer.disconnect();
  }, []);
  return [desk, room];
}

/** The elements between which a block may break; null where it may not. */
function linesOf(element: HTMLElement, kind: ReportDocument['blocks'][number]['kind']): HTMLElement[] | null {
  const within = (selector: string): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(selector)];
  if (kind === 'table' || kind === 'pairs') return within('tbody > tr');
  if (kind === 'code') return within(':scope > div');
  if (kind !== 'note') return null;
  const inner = element.firstElementChild?.tagName;
  return inner === 'TABLE' ? within('tbody > tr') : inner === 'UL' || inner === 'OL' ? within(':scope > :is(ul, ol) > li') : null;
}

/** What a block measures, and where it may break. */
function unitOf(element: HTMLElement, kind: ReportDocument['blocks'][number]['kind']): Unit {
  const { height } = element.getBoundingClientRect();
  const lines = linesOf(element, kind);
  if (lines === null) return { kind: 'whole', height, keepWithNext: kind === 'heading' || kind === 'title' || (kind === 'note' && /^H\d$/.test(element.firstElementChild?.tagName ?? '')) };
  const rows = lines.map((row) => row.getBoundingClientRect().height);
  const foot = element.querySelector('.rp-cap')?.getBoundingClientRect().height ?? 0;
  return { kind: 'rows', rows, foot, head: Math.max(0, height - foot - rows.reduce((sum, row) => sum + row, 0)), joined: new Set(lines.flatMap((row, index) => (row.classList.contains('on') ? [index] : []))) };
}
