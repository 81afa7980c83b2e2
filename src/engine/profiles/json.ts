/** JSON from outside, by a schema. */
import { z } from 'zod';
import { Unreadable } from './trees.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function parsedJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  let read: unknown;
  try {
    read = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new Unreadable('it is no JSON', { cause: error });
  }
  const parsed = schema.safeParse(read);
  if (!parsed.success) throw new Unreadable(z.prettifyError(parsed.error));
  return parsed.data;
}
