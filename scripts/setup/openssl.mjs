// Another OpenSSL for .NET: Debian's static archives of a newer suite, linked again into libcrypto.so.3 and libssl.so.3.
// Debian's own shared libraries cannot be taken: they ask for a newer C library than an older system has.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { archivesStep } from './openssl-archives.mjs';
import { inTools } from './paths.mjs';
import { hash } from './stamp.mjs';
import { commandFor } from './stack-versions.mjs';
import { perform, Unavailable } from './step.mjs';

/** @param {(line: string) => void} say told what its archives come to */
export const opensslStep = ({ id, openssl, suite }, say) => {
  const folder = inTools('versions', `openssl${openssl}`);
  const archives = archivesStep({ id, release: openssl, suite });
  return {
    name: `OpenSSL ${openssl}`,
    doing: 'linking its archives',
    remedy: `see what gcc says, then: ${commandFor(id)}`,
    inputs: () => hash(archives.inputs()),
    stands: ({ path }) => existsSync(join(path, 'libssl.so.3')) && existsSync(join(path, 'libcrypto.so.3')),
    async make() {
      const had = await perform(archives, { say, retry: true });
      if (!had.ok) throw new Unavailable(had.reason, had.remedy);
      const fresh = `${folder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      const link = (name, archive, ...more) =>
        run('gcc', ['-shared', '-o', join(fresh, name), `-Wl,-soname,${name}`, '-Wl,-z,noexecstack', '-Wl,-z,relro', '-Wl,-z,now', '-Wl,--whole-archive', join(had.path, 'lib', archive), '-Wl,--no-whole-archive', ...more, '-ldl', '-lpthread']);
      await link('libcrypto.so.3', 'libcrypto.a', '-l:libz.so.1', '-l:libzstd.so.1');
      await link('libssl.so.3', 'libssl.a', join(fresh, 'libcrypto.so.3'));
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      return { path: folder, said: `linked from Debian ${suite}` };
    },
  };
};
