/** A report as PDF or HTML: drawn by the page in a hidden window, and printed or handed over as it stands there. */
import { BrowserWindow } from 'electron';
import { z } from 'zod';
import { PRINT_HASH } from '../../shared/ipc/print.ts';
import type { ReportOptions } from '../../shared/report/options.ts';
import { footOf, type ReportSource } from '../../shared/report/source.ts';
import { preloadFile } from '../folders.ts';
import { withPrintJob } from '../ipc/register.ts';
import { guardContents, pageUrl } from '../page.ts';
import { footer, header, inches, MARGINS_MM } from './header-footer.ts';
import { timePreference } from '../../shared/report/figures.ts';

/** A ten-page report takes well under 2 s; this is for a machine that is measuring something else. */
const READY_MS = 60_000;
const PIXELS_PER_INCH = 96;
const WIDTH_MM = { A4: 210, Letter: 215.9 } as const;

const WHEN_READY = `new Promise((resolve) => {
  const look = () => document.body?.dataset.printReady === 'true' && (resolve(), true);
  if (!look()) new MutationObserver((_changes, observer) => look() && observer.disconnect()).observe(document, { attributes: true, childList: true, subtree: true });
})`;

/** `options.title` must not be empty: it stands at the head of each page. */
export async function drawReport(source: ReportSource, options: ReportOptions, as: 'pdf' | 'html'): Promise<Buffer> {
  const window = new BrowserWindow({
    show: false,
    // As wide as the text on paper, so that what is laid out on screen is laid out the same in print.
    width: Math.round(inches(WIDTH_MM[options.paper] - 2 * MARGINS_MM.side) * PIXELS_PER_INCH),
    height: 1000,
    useContentSize: true,
    frame: false,
    webPreferences: { preload: preloadFile('print'), sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false, backgroundThrottling: false },
  });
  const contents = window.webContents;
  guardContents(contents);
  const said: string[] = [];
  contents.on('console-message', (_event, level, message) => {
    if (level >= 3) said.push(message);
  });
  try {
    return await withPrintJob(contents, { source, options, as, times: timePreference() }, async () => {
      const failed = new Promise<never>((_resolve, reject) => {
        contents.once('render-process-gone', (_event, details) => reject(new Error(`the report's page ended: ${details.reason}`)));
        contents.once('preload-error', (_event, _path, error) => reject(error));
        const timer = setTimeout(() => reject(new Error(['the report was not ready to print in time', ...said].join('\n'))), READY_MS);
        timer.unref();
        contents.once('destroyed', () => clearTimeout(timer));
      });
      failed.catch(() => undefined);
      const ready = window.loadURL(pageUrl(PRINT_HASH)).then(() => contents.executeJavaScript(WHEN_READY));
      await Promise.race([ready, failed]);
      if (as === 'html') return Buffer.from(z.string().min(1).parse(await contents.executeJavaScript('window.labReportHtml')), 'utf8');
      return await contents.printToPDF({
        pageSize: options.paper,
        printBackground: true,
        margins: { top: inches(MARGINS_MM.top), bottom: inches(MARGINS_MM.bottom), left: inches(MARGINS_MM.side), right: inches(MARGINS_MM.side) },
        displayHeaderFooter: true,
        headerTemplate: header(options.title),
        footerTemplate: footer(footOf(source), options.language),
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      });
    });
  } finally {
    window.destroy();
  }
}
