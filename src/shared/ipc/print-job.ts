/** What the hidden print window is given. */
import type { ResultDocument } from '../result/document.ts';
import type { ReportOptions } from './contract.ts';

export interface PrintJob {
  readonly document: ResultDocument;
  readonly options: ReportOptions;
}

/** `window.labPrint`, in the print window only. The page sets `document.body.dataset.printReady = 'true'` when fonts and figures stand. */
export type LabPrint = () => Promise<PrintJob>;
