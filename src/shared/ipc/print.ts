/** The hidden print window: the page is loaded with this hash, asks for its job and says when it may be printed. */
import type { ResultDocument } from '../result/document.ts';
import type { ReportOptions } from './contract.ts';

export const PRINT_HASH = '#print';
/** Answered to the print window alone. */
export const PRINT_JOB = 'print:job';

export interface PrintJob {
  readonly document: ResultDocument;
  readonly options: ReportOptions;
}

/** `window.labPrint`, in the print window only. The page sets `document.body.dataset.printReady = 'true'` when fonts and figures stand. */
export type LabPrint = () => Promise<PrintJob>;
