// A newer OpenSSL's static archives and headers, of Debian's package, made fit for this system: for the OpenSSL worker, and to link libraries for .NET.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unpackDebian } from './apt-private.mjs';
import { run } from './command.mjs';
import { inTools } from './paths.mjs';
import { hash } from './stamp.mjs';
import { commandFor } from './stack-versions.mjs';
import { Unavailable } from './step.mjs';
import { onPath } from './versions.mjs';

/**
 * Since glibc 2.38 its headers call the C23 number parsers by names of their own. Older systems lack the names;
 * what differs (binary literals) is nothing that OpenSSL reads.
 */
const SHIM = `#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#define OURS __attribute__((visibility("hidden")))
OURS long __isoc23_strtol(const char *text, char **end, int base) { return strtol(text, end, base); }
OURS unsigned long __isoc23_strtoul(const char *text, char **end, int base) { return strtoul(text, end, base); }
OURS int __isoc23_sscanf(const char *text, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int count = vsscanf(text, format, values);
  va_end(values);
  return count;
}
`;
/** C99, or a newer system's headers would rename the shim's own calls, which would then call themselves. */
const PLAIN = ['-std=gnu99'];

/** The release that its headers name. */
export function releaseOf(include) {
  const header = readFileSync(join(include, 'openssl/opensslv.h'), 'utf8');
  return ['MAJOR', 'MINOR'].map((part) => new RegExp(`define\\s+OPENSSL_VERSION_${part}\\s+(\\d+)`).exec(header)?.[1]).join('.');
}

/**
 * Makes of an unpacked libssl-dev, in `folder`, what every compiler of this system takes: include/, and in lib/ libssl.a and libcrypto.a.
 * @returns {Promise<boolean>} whether there were archives
 */
export async function arrange(unpacked, folder) {
  const found = (await run('find', [unpacked, '-name', 'lib*.a'])).split('\n');
  const lib = join(folder, 'lib');
  mkdirSync(lib, { recursive: true });
  for (const name of ['libcrypto.a', 'libssl.a']) {
    const archive = found.find((path) => path.endsWith(`/${name}`));
    if (!archive) return false;
    renameSync(archive, join(lib, name));
  }
  const include = join(folder, 'include');
  renameSync(join(unpacked, 'usr/include'), include);
  // Two headers differ by architecture and lie apart, where only Debian's own compiler looks.
  for (const apart of (await run('find', [include, '-mindepth', '2', '-name', 'openssl'])).trim().split('\n').filter((path) => path !== '')) {
    cpSync(apart, join(include, 'openssl'), { recursive: true });
    rmSync(dirname(apart), { recursive: true });
  }
  const [source, object] = [join(folder, 'shim.c'), join(folder, 'hslab-shim.o')];
  writeFileSync(source, SHIM);
  await run('gcc', [...PLAIN, '-O2', '-fPIC', '-c', '-o', object, source]);
  await run('ar', ['r', join(lib, 'libcrypto.a'), object]);
  for (const left of [source, object]) rmSync(left);
  return true;
}

/**
 * Unpacked once, whoever asks. What lies in its folder: see `arrange`.
 * @param {{id: string, release: string, suite: string}} wanted `id`: the version for which it is; `release`: of OpenSSL
 */
export const archivesStep = ({ id, release, suite }) => {
  const folder = inTools('versions', `openssl${release}-static`);
  const remedy = `check that the machine's Debian mirror can be reached, then: ${commandFor(id)}`;
  return {
    name: `OpenSSL ${release} archives`,
    doing: 'fetching them from Debian',
    remedy,
    inputs: () => hash(release, suite, SHIM),
    stands: ({ path }) => ['lib/libssl.a', 'lib/libcrypto.a', 'include/openssl/configuration.h'].every((file) => existsSync(join(path, file))),
    async make() {
      if (onPath('gcc').length === 0) throw new Unavailable('gcc is not on PATH: it makes the archives fit for this system', `run: apt-get install gcc libc6-dev, then: ${commandFor(id)}`);
      const fresh = `${folder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      const unpacked = join(fresh, 'debian');
      mkdirSync(unpacked, { recursive: true });
      await unpackDebian(suite, ['libssl-dev'], unpacked);
      if (!(await arrange(unpacked, fresh))) throw new Unavailable(`libssl-dev of Debian ${suite} holds no static archives`, remedy);
      const found = releaseOf(join(fresh, 'include'));
      if (found !== release) throw new Unavailable(`Debian ${suite} has OpenSSL ${found} by now, not ${release}`, `install OpenSSL ${release} as the system's own, or take another version`);
      rmSync(unpacked, { recursive: true });
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      return { path: folder, said: `from Debian ${suite}` };
    },
  };
};
