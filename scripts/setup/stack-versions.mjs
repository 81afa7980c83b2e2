// Further versions of the stacks, beside this machine's own: which there are, and which are meant by a list of their ids.
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** @typedef {{id: string, family: 'go' | 'dotnet' | 'node' | 'openssl' | 'go-quic', release?: string, suite?: string, openssl?: string}} Version */

const document = JSON.parse(readFileSync(inRoot('resources/stack-versions.json'), 'utf8'));
/** @type {readonly Version[]} */
export const VERSIONS = document.versions;
/** What an ordinary set-up makes, too, unasked. */
export const DEFAULT_VERSIONS = document.default;
/** One of each kind: what CI adds, and needs. */
export const CI_VERSIONS = document.ci;

export const versionOf = (id) => VERSIONS.find((version) => version.id === id);
export const commandFor = (id) => `npm run setup -- --with ${id}`;

/** `go1.22,node24` or `all` → versions; `unknown` holds what is none. */
export function parseIds(text) {
  const ids = [...new Set(text.split(',').map((id) => id.trim()).filter((id) => id !== ''))];
  if (ids.includes('all')) return { versions: [...VERSIONS], unknown: ids.filter((id) => id !== 'all' && !versionOf(id)) };
  return { versions: ids.flatMap((id) => versionOf(id) ?? []), unknown: ids.filter((id) => !versionOf(id)) };
}
