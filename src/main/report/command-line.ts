/** A report without a window, as the command line orders it. */
import { resolve } from 'node:path';
import { writeWhole } from '../whole-file.ts';
import type { Order } from './order.ts';
import { drawReport } from './print.ts';

export const carryOut = async ({ source, options, as, out }: Order): Promise<void> => writeWhole(resolve(out), await drawReport(source, options, as));
