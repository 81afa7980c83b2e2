/**
 * Stacks without an API for key exchange groups take them from OpenSSL's configuration, once per process
 * (SSL_CONF_cmd, https://docs.openssl.org/3.0/man3/SSL_CONF_cmd/). So one process is started per set of groups.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Group } from '../../shared/tls.ts';
import type { Program } from './programs.ts';

export const GROUPS_PER_PROCESS = 'groups:per-process';

/** OpenSSL's own names, as `SSL_CTX_set1_groups_list(3)` lists them. */
const OPENSSL_NAMES: Readonly<Record<Group, string>> = {
  x25519: 'X25519',
  p256: 'P-256',
  p384: 'P-384',
  p521: 'P-521',
  x25519mlkem768: 'X25519MLKEM768',
  secp256r1mlkem768: 'SecP256r1MLKEM768',
};

export function withGroups(program: Program, groups: readonly Group[], folder: string): Program {
  const file = join(folder, `openssl-${groups.join('-')}.cnf`);
  writeFileSync(
    file,
    ['openssl_conf = defaults', '[defaults]', 'ssl_conf = tls', '[tls]', 'system_default = groups', '[groups]', `Groups = ${groups.map((group) => OPENSSL_NAMES[group]).join(':')}`, ''].join('\n'),
    { mode: 0o600 },
  );
  return { ...program, env: { ...program.env, OPENSSL_CONF: file, HSLAB_GROUPS: groups.join(',') } };
}
