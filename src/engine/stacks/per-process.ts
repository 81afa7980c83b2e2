/** What some stacks take from their environment, once per process; so one process is started for each such choice. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Group, TlsVersion } from '../../shared/tls.ts';
import type { Family, Program } from './programs.ts';

/** Key exchange groups, from OpenSSL's configuration (SSL_CONF_cmd, https://docs.openssl.org/3.0/man3/SSL_CONF_cmd/). */
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

/** TLS 1.2 takes the list for the curves of certificates too (RFC 8422, 5.1.1), so these follow the groups asked for. */
const CERTIFICATE_CURVES: readonly Group[] = ['p256', 'p384'];

export function withGroups(program: Program, groups: readonly Group[], version: TlsVersion, folder: string): Program {
  const listed = [...new Set([...groups, ...(version === '1.2' ? CERTIFICATE_CURVES : [])])];
  const file = join(folder, `openssl-${version}-${groups.join('-')}.cnf`);
  writeFileSync(
    file,
    ['openssl_conf = defaults', '[defaults]', 'ssl_conf = tls', '[tls]', 'system_default = groups', '[groups]', `Groups = ${listed.map((group) => OPENSSL_NAMES[group]).join(':')}`, ''].join('\n'),
    { mode: 0o600 },
  );
  return { ...program, env: { ...program.env, OPENSSL_CONF: file, HSLAB_GROUPS: groups.join(',') } };
}

interface Variables {
  /** Sessions that a client keeps. */
  readonly cacheSize: string;
  /** `1`: the process tells its handshakes' secrets, in every block. */
  readonly keyLog: string;
}

/** Of .NET (src/HandshakeLab.Worker says why): SslStream's cache and key log are the process's. */
const VARIABLES: Partial<Readonly<Record<Family, Variables>>> = { dotnet: { cacheSize: 'DOTNET_SYSTEM_NET_SECURITY_TLSCACHESIZE', keyLog: 'HSLAB_KEYLOG' } };

export const hasOwnCache = ({ family }: Program): boolean => VARIABLES[family] !== undefined;
export const hasOwnKeyLog = ({ family }: Program): boolean => VARIABLES[family] !== undefined;

const withVariable = (program: Program, which: keyof Variables, value: string): Program => {
  const name = VARIABLES[program.family]?.[which];
  return name === undefined ? program : { ...program, env: { ...program.env, [name]: value } };
};

export const withCache = (program: Program, sessions: number): Program => withVariable(program, 'cacheSize', String(sessions));
export const withKeyLog = (program: Program): Program => withVariable(program, 'keyLog', '1');

/** As a program is asked what it offers: with all that it can be given. */
export const withAll = (program: Program): Program => withKeyLog(withCache(program, 1));
