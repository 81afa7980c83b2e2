// .tools/tools.json: what set-up found, from which the engine knows its stacks.
//   {electron, go, dotnet, node, workers: {go, dotnet, openssl}}, each {path, version?} or {reason, remedy};
//   versions: {"go1.22": {family, path, version, libraryPath?} or {family, reason, remedy}}.
import { lock } from './lock.mjs';
import { inTools } from './paths.mjs';
import { versionOf } from './stack-versions.mjs';
import { readJson, writeWhole } from './stamp.mjs';

const PATH = () => inTools('tools.json');

export const told = ({ ok, path, version, reason, remedy }) => (ok ? { path, version } : { reason, remedy });
export const toldVersion = (family, { ok, path, version, libraryPath, reason, remedy }) => (ok ? { family, path, version, libraryPath } : { family, reason, remedy });

/** Versions that were added before, of those that the product still knows. */
export const addedIds = () => Object.keys(readJson(PATH())?.versions ?? {}).filter((id) => versionOf(id));

/**
 * Writes what was found. Versions are merged with what is there now: another set-up may have added one meanwhile.
 * @param {object} found without versions; null leaves the rest as it is
 * @param {Record<string, object>} versions
 */
export async function writeTools(found, versions) {
  const unlock = await lock(`${PATH()}.lock`, () => undefined);
  try {
    const before = readJson(PATH()) ?? {};
    const kept = Object.entries({ ...before.versions, ...versions }).filter(([id]) => versionOf(id));
    const now = { ...(found ?? before), versions: Object.fromEntries(kept) };
    if (JSON.stringify(before) !== JSON.stringify(now)) writeWhole(PATH(), JSON.stringify(now));
  } finally {
    unlock();
  }
}
