// Another OpenSSL for .NET: Debian's static archives of a newer suite, linked again into libcrypto.so.3 and libssl.so.3.
// Debian's own shared libraries cannot be taken: they ask for a newer C library than an older system has.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

export const opensslStep = ({ id, openssl, suite }) => {
  const folder = inTools('versions', `openssl${openssl}`);
  const remedy = `check that the machine's Debian mirror can be reached, then: ${commandFor(id)}`;
  return {
    name: `OpenSSL ${openssl}`,
    doing: 'fetching its archives from Debian and linking them',
    remedy,
    inputs: () => hash(openssl, suite, SHIM),
    stands: ({ path }) => existsSync(join(path, 'libssl.so.3')) && existsSync(join(path, 'libcrypto.so.3')),
    async make() {
      if (onPath('gcc').length === 0) throw new Unavailable('gcc is not on PATH: it links the library for this system', `run: apt-get install gcc libc6-dev, then: ${commandFor(id)}`);
      const fresh = `${folder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      const unpacked = join(fresh, 'debian');
      mkdirSync(unpacked, { recursive: true });
      await unpackDebian(suite, ['libssl-dev'], unpacked);
      const found = (await run('find', [unpacked, '-name', 'lib*.a'])).split('\n');
      const [crypto, ssl] = ['libcrypto.a', 'libssl.a'].map((name) => found.find((path) => path.endsWith(`/${name}`)));
      if (!crypto || !ssl) throw new Unavailable(`libssl-dev of Debian ${suite} holds no static archives`, remedy);
      const shim = join(fresh, 'shim.c');
      writeFileSync(shim, SHIM);
      const link = (name, archive, ...more) =>
        run('gcc', ['-shared', '-o', join(fresh, name), `-Wl,-soname,${name}`, '-Wl,-z,noexecstack', '-Wl,-z,relro', '-Wl,-z,now', '-Wl,--whole-archive', archive, '-Wl,--no-whole-archive', ...more, '-ldl', '-lpthread']);
      await run('gcc', [...PLAIN, '-O2', '-fPIC', '-c', '-o', join(fresh, 'shim.o'), shim]);
      await link('libcrypto.so.3', crypto, join(fresh, 'shim.o'), '-l:libz.so.1', '-l:libzstd.so.1');
      await link('libssl.so.3', ssl, join(fresh, 'libcrypto.so.3'));
      for (const name of ['debian', 'shim.c', 'shim.o']) rmSync(join(fresh, name), { recursive: true });
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      return { path: folder, said: `linked from Debian ${suite}` };
    },
  };
};
