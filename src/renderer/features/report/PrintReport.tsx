/** The report alone, for the hidden window that prints it: one flow, broken into pages by Chromium under report.css. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { LabPrint, LabReport, PrintJob } from '../../../shared/ipc/print-job.ts';
import { preferTimes } from '../../../shared/report/figures.ts';
import { drawnFrom, reportFrom } from '../../../shared/report/source.ts';
import { BlockView } from './Blocks.tsx';
import { reportFonts } from './fonts.ts';
import { htmlFile } from './html.ts';
import { textWidth } from './paper.ts';
import { useReportLanguage } from './useReportLanguage.ts';
import './report.css';

const job = (): Promise<PrintJob> => (window as unknown as { labPrint: LabPrint }).labPrint();

export function PrintReport() {
  const [order, setOrder] = useState<PrintJob | null>(null);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = 'light';
    root.classList.add('printing');
    void job().then(async (given) => {
      preferTimes(given.times);
      root.lang = given.options.language === 'zh' ? 'zh-CN' : 'en';
      await reportFonts(given.options.language);
      setOrder(given);
    });
  }, []);
  return order ? <PrintFlow order={order} /> : null;
}

function PrintFlow({ order }: { readonly order: PrintJob }) {
  const { source, options, as } = order;
  const lang = options.language === 'zh' ? 'zh-CN' : 'en';
  const flow = useRef<HTMLElement>(null);
  const i18n = useReportLanguage(options.language);
  const report = useMemo(() => reportFrom(source, options), [source, options]);
  const drawn = useMemo(() => drawnFrom(source, options), [source, options]);
  useEffect(() => {
    // The fonts of the content itself are asked for by its first layout.
    requestAnimationFrame(() => requestAnimationFrame(() => void document.fonts.ready.then(async () => {
      document.title = report.title;
      if (as === 'html' && flow.current) (window as Window & LabReport).labReportHtml = await htmlFile(flow.current, { title: report.title, author: options.author.trim(), lang });
      document.body.dataset.printReady = 'true';
    })));
  }, [report, as, options, lang]);
  return (
    <I18nextProvider i18n={i18n}>
      <main ref={flow} className="rp rp-flow" data-theme="light" lang={lang} data-testid="print-report">
        {report.blocks.map((block, index) => (
          <BlockView key={index} block={block} document={drawn} width={textWidth(options.paper)} />
        ))}
      </main>
    </I18nextProvider>
  );
}
