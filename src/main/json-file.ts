/** Small JSON files of the app's own: parsed by a schema, written whole or not at all. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** The file's content, or the schema's defaults where there is none or it is not what the schema says. */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  let raw: unknown = {};
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(`${path} is not readable, so its defaults are used: ${String(error)}`);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  console.error(`${path} holds something else, so its defaults are used: ${parsed.error.message}`);
  return schema.parse({});
}

export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const whole = `${path}.new`;
  writeFileSync(whole, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(whole, path);
}
