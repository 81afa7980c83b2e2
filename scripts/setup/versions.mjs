// Tools on PATH, and their version texts compared number by number.
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Every program of that name on PATH, first come first. */
export function onPath(name) {
  const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  return [...new Set((process.env.PATH ?? '').split(':').filter((folder) => folder !== '').map((folder) => join(folder, name)))].filter(isFile);
}

/** Programs with their sizes and times, for a stamp. Not PATH itself: `npm run` puts folders of its own in front of it. */
export const programMarks = (paths) => paths.map((path) => `${path} ${statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? '-'}`).join('\n');

export const parseVersion = (text) => (/(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));

export function atLeast(text, wanted) {
  const have = parseVersion(text);
  const want = parseVersion(wanted);
  if (have.length === 0) return false;
  for (let index = 0; index < 3; index++) {
    if ((have[index] ?? 0) !== (want[index] ?? 0)) return (have[index] ?? 0) > (want[index] ?? 0);
  }
  return true;
}
