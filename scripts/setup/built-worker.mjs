// What holds for a worker of every kind that was built just now: a build that fails is told in one line, and a worker is what it is called.
import { CommandError } from './command.mjs';
import { Unavailable } from './step.mjs';
import { parseVersion } from './versions.mjs';
import { workerSays } from './worker-says.mjs';

export const sameRelease = (version, release) => parseVersion(version).slice(0, 2).join('.') === parseVersion(release).slice(0, 2).join('.');

/** A compiler's first line says what is wrong; the rest stays where it is. */
export async function building(remedy, isTelling, build) {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new Unavailable(error.output.split('\n').find(isTelling)?.trim() ?? error.message, remedy);
  }
}

/** A worker that does not start, or that is another version than it is called, is not one to measure with. */
export async function asCalled({ id, release, openssl }, { path, args, libraryPath, remedy }) {
  const { version, library } = await workerSays({ path, args, env: libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}, remedy });
  // Without a release any is meant. A Node's is pinned to the patch, yet any patch of it is that version.
  const same = release === undefined || (id.startsWith('node') ? parseVersion(version)[0] === parseVersion(release)[0] : sameRelease(version, release));
  if (!same) throw new Unavailable(`its worker says that it is ${version}`, remedy);
  if (openssl && !sameRelease(library.version, openssl)) throw new Unavailable(`its worker runs on ${library.name} ${library.version}, not on ${openssl}`, remedy);
  return { version, said: `${version} on ${library.name} ${library.version}` };
}
