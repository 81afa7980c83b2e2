// The names of tests that cannot run here, read from their sources: what was left out is told by name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The last group of `pattern` in every file under `folder` whose name matches. A table of cases counts once. */
export function declaredTests(folder, files, pattern) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => files.test(name) && !/(^|\/)(bin|obj|node_modules)\//.test(name))
    .sort()
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(pattern)].map((match) => match.at(-1)));
}
