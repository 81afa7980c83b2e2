// Makes the versions that are asked for, and keeps those that were added before: what was fetched stays, workers follow their sources.
import { DEFAULT_RELEASE } from './dotnet.mjs';
import { VERSIONS, commandFor } from './stack-versions.mjs';
import { perform, recall } from './step.mjs';
import { toldVersion } from './tools-file.mjs';
import { parseVersion } from './versions.mjs';
import { stepsOf } from './version-steps.mjs';

/** The ids that this machine's own tools have already. */
export function ownIds({ go, dotnet, node }) {
  const [goMajor, goMinor] = go.ok ? parseVersion(go.version) : [];
  return [...(go.ok ? [`go${goMajor}.${goMinor}`] : []), ...(dotnet.ok ? [`dotnet${parseVersion(DEFAULT_RELEASE)[0]}`] : []), `node${parseVersion(node.version)[0]}`];
}

/**
 * @param {'go' | 'dotnet' | 'node'} family
 * @param {{asked: readonly string[], added: readonly string[], own: {go: object, dotnet: object, dotnetWorker: object, node: object}, say: (line: string) => void, retry: boolean}} options
 *   `asked`: made now, whatever it takes; `added`: only built again where their sources have changed.
 * @returns {Promise<Record<string, object>>} as tools.json has them
 */
export async function makeVersions(family, { asked, added, own, say, retry }) {
  const made = {};
  // One after the other: builds of one family share a cache, and each takes all CPUs.
  for (const version of VERSIONS) {
    const { id } = version;
    const isAsked = asked.includes(id);
    if (version.family !== family || !(isAsked || added.includes(id))) continue;
    if (isAsked && ownIds(own).includes(id)) {
      say(`${id}: this machine's own already; nothing to add`);
      continue;
    }
    const { fetch, worker } = stepsOf(version);
    const gone = { ok: false, reason: 'it was fetched once and is gone', remedy: `run: ${commandFor(id)}` };
    const fetched = fetch === null ? null : isAsked ? await perform(fetch, { say, retry }) : (recall(fetch) ?? gone);
    made[id] = toldVersion(family, await perform(worker(fetched, own), { say, retry: retry && isAsked, ...(isAsked ? {} : { retryMs: Infinity }) }));
  }
  return made;
}
