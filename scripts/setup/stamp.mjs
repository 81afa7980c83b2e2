// A step's stamp: what it was made from and what came of it. Unchanged inputs and a result that still stands mean: nothing to do.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const hash = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);

/** Names, sizes and times of all files under the given paths: cheap, and changes when any of them does. */
export function fingerprint(paths, ignore = new Set(['bin', 'obj', 'node_modules', '.git'])) {
  const lines = [];
  const visit = (path) => {
    let stat;
    try {
      stat = statSync(path);
    } catch {
      lines.push(`${path} -`);
      return;
    }
    if (!stat.isDirectory()) {
      lines.push(`${path} ${stat.size} ${stat.mtimeMs}`);
      return;
    }
    for (const name of readdirSync(path).sort()) if (!ignore.has(name)) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return hash(...lines);
}

/** Written whole or not at all: a reader never meets half a file. */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
