/** `electron . --print-report <run> --out x.pdf --lang en|zh [--title …] [--paper A4|Letter]`, parsed. */
import { z } from 'zod';
import { Language, ReportOptions } from '../../shared/ipc/contract.ts';

const Order = z.object({
  run: z.string({ error: 'give the folder or the id of a run after --print-report' }).min(1),
  out: z.string({ error: 'give the file to write after --out' }).min(1),
  language: Language.default('en'),
  title: z.string().max(200).optional(),
  paper: ReportOptions.shape.paper.default('A4'),
});
export type Order = z.infer<typeof Order>;

const FLAGS = { '--print-report': 'run', '--out': 'out', '--lang': 'language', '--title': 'title', '--paper': 'paper' } as const;

/** Null where the app was started to be looked at. Throws with a sentence on a wrong order. */
export function orderOf(argv: readonly string[]): Order | null {
  if (!argv.includes('--print-report')) return null;
  const given = Object.fromEntries(Object.entries(FLAGS).flatMap(([flag, name]) => (argv.includes(flag) ? [[name, argv[argv.indexOf(flag) + 1]]] : [])));
  const order = Order.safeParse(given);
  if (!order.success) throw new Error(order.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return order.data;
}
