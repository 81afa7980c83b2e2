/** A report without a window, as the command line orders it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ReportSection, type ReportOptions } from '../../shared/ipc/contract.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import { writeReport } from './export.ts';
import type { Order } from './order.ts';

export async function carryOut(order: Order, open: (run: string) => Promise<ResultDocument>): Promise<void> {
  const document = await open(existsSync(order.run) ? resolve(order.run) : order.run);
  const options: ReportOptions = { language: order.language, title: order.title ?? document.run.name, sections: [...ReportSection.options], paper: order.paper };
  await writeReport(document, options, resolve(order.out));
}
