/** `electron . --print-report <order.json>`: what the command line wants written, in a file of its own since notes are long. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ReportOptions } from '../../shared/report/options.ts';
import { ReportSource } from '../../shared/report/source.ts';

export const Order = z.object({ source: ReportSource, options: ReportOptions, as: z.enum(['pdf', 'html']), out: z.string().min(1) });
export type Order = z.infer<typeof Order>;

const FLAG = '--print-report';

/** Null where the app was started to be looked at. Throws with a sentence on a wrong order. */
export function orderOf(argv: readonly string[]): Order | null {
  if (!argv.includes(FLAG)) return null;
  const path = argv[argv.indexOf(FLAG) + 1];
  if (path === undefined) throw new Error(`give the order's file after ${FLAG}`);
  const order = Order.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!order.success) throw new Error(`${path}: ${z.prettifyError(order.error)}`);
  return order.data;
}
