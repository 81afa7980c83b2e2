// Makes the versions that are asked for, and keeps those that were added before: what was fetched stays, workers follow their sources.
import { DEFAULT_RELEASE } from './dotnet.mjs';
import { VERSIONS, commandFor } from './stack-versions.mjs';
import { perform, recall } from './step.mjs';
import { toldVersion } from './tools-file.mjs';
import { parseVersion } from './versions.mjs';
import { stepsOf } from './version-steps.mjs';

/** The id that this machine's own tool of a family has already; null where there is none. */
export function ownId(family, own) {
  const part = own[family];
  if (!part?.ok) return null;
  const [major, minor] = parseVersion(family === 'dotnet' ? DEFAULT_RELEASE : part.version);
  return family === 'go' || family === 'openssl' ? `${family}${major}.${minor}` : `${family}${major}`;
}

/**
 * @param {import('./stack-versions.mjs').Version['family']} family
 * @param {{asked: readonly string[], byDefault?: readonly string[], added: readonly string[], own: {go?: object, dotnet?: object, dotnetWorker?: object, node?: object, openssl?: object}, say: (line: string) => void, retry: boolean}} options
 *   `asked`: made now, whatever it takes; `byDefault`: likewise, but nobody waits for a word about them; `added`: only built again where their sources have changed; `own`: this machine's own parts of that family.
 * @returns {Promise<Record<string, object>>} as tools.json has them
 */
export async function makeVersions(family, { asked, byDefault = [], added, own, say, retry }) {
  const made = {};
  // One after the other: builds of one family share a cache, and each takes all CPUs.
  for (const version of VERSIONS) {
    const { id } = version;
    const isAsked = asked.includes(id);
    const isWanted = isAsked || byDefault.includes(id);
    if (version.family !== family || !(isWanted || added.includes(id))) continue;
    if (isWanted && id === ownId(family, own)) {
      if (isAsked) say(`${id}: this machine's own already; nothing to add`);
      continue;
    }
    const { fetch, worker } = stepsOf(version, say);
    const gone = { ok: false, reason: 'it was fetched once and is gone', remedy: `run: ${commandFor(id)}` };
    const fetched = fetch === null ? null : isWanted ? await perform(fetch, { say, retry }) : (recall(fetch) ?? gone);
    made[id] = toldVersion(family, await perform(worker(fetched, own), { say, retry: retry && isWanted, ...(isWanted ? {} : { retryMs: Infinity }) }));
  }
  return made;
}
