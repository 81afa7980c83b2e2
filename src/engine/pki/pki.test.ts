import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY_TYPES } from '../../shared/tls.ts';
import { makePki, makeTemporaryPkiFolder, removePkiFolder } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await makeTemporaryPkiFolder();
});
afterEach(() => removePkiFolder(folder));

const pems = (path: string): string[] => readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

describe.each(KEY_TYPES)('%s', (key) => {
  it.each(key === 'rsa-4096' ? [1] : [0, 1, 3, 8])('with %i intermediates is what openssl verify takes', async (intermediates) => {
    const files = await makePki({ intermediates, leaf: key, issuers: key.startsWith('rsa') && intermediates > 1 ? 'ecdsa-p256' : key, serverName: 'lab.test' }, join(folder, 'pki'));
    expect(pems(files.certificateFile)).toHaveLength(intermediates + 1);
    const said = execFileSync('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'c000001.lab.test', '-CAfile', files.rootFile, '-untrusted', files.certificateFile, files.certificateFile], { encoding: 'utf8' });
    expect(said).toContain('OK');
    const subjects = files.certificates.map(({ sha256 }) => sha256);
    expect(new Set(subjects).size).toBe(intermediates + 2);
  }, 60_000);
});

it('keeps keys to this user: 0700 folder, 0600 file, gone afterwards', async () => {
  const { keyFile } = await makePki({ intermediates: 0, leaf: 'ecdsa-p256', issuers: 'ecdsa-p256', serverName: 'lab.test' }, join(folder, 'pki'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'pki')).mode & 0o777).toBe(0o700);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  await removePkiFolder(folder);
  expect(existsSync(folder)).toBe(false);
});

it('removes what a killed engine left', async () => {
  const stale = join(tmpdir(), 'hslab-keys-4194999-gone');
  mkdirSync(stale, { recursive: true });
  await removePkiFolder(await makeTemporaryPkiFolder());
  expect(existsSync(stale)).toBe(false);
  expect(existsSync(folder)).toBe(true);
});

it('names the field that is wrong', async () => {
  await expect(makePki({ intermediates: 9, leaf: 'ecdsa-p256', issuers: 'ecdsa-p256', serverName: 'lab.test' }, folder)).rejects.toThrow('certificates.intermediates');
});
