/** What the hidden print window is given. */
import type { ReportOptions } from '../report/options.ts';
import type { TimePreference } from '../report/figures.ts';
import type { ReportSource } from '../report/source.ts';

export interface PrintJob {
  readonly source: ReportSource;
  readonly options: ReportOptions;
  readonly times: TimePreference;
  /** What becomes of the page: it is printed, or it hands itself over as one file. */
  readonly as: 'pdf' | 'html';
}

/** `window.labPrint`, in the print window only. The page sets `document.body.dataset.printReady = 'true'` when fonts and figures stand; asked for HTML, it first sets `window.labReportHtml`. */
export type LabPrint = () => Promise<PrintJob>;

/** What the print window's page leaves for main to take. */
export interface LabReport {
  labReportHtml?: string;
}
