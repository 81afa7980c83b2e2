/** `lab report`: the PDF, printed by the same page that the window shows. */
import { resolve } from 'node:path';
import type { Engine } from '../engine/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { printReport } from './print-report.ts';

interface ReportArguments {
  readonly out: string;
  readonly lang: 'en' | 'zh';
  readonly title?: string;
}

export async function report(engine: Engine, run: string, { out, lang, title }: ReportArguments): Promise<ExitCode> {
  const folder = engine.runs.find(run);
  await printReport({ run: folder, out: resolve(out), language: lang, ...(title === undefined ? {} : { title }) });
  process.stderr.write(`Wrote ${resolve(out)}\n`);
  return EXIT.good;
}
