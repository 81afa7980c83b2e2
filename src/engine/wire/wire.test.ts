/** The reading of recorded TLS, against vectors made here by the inverse: what Node's own TLS says on a socket pair is read with its own key log. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTcpServer, connect as connectTcp, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePki } from '../pki/index.ts';
import { alertName } from './alerts.ts';
import { readConversation, type Directions } from './conversation.ts';
import { readKeyLog } from './key-log.ts';
import { recordsIn } from './records.ts';
import { roundTripsOf, summarise } from './summary.ts';

let folder: string;
let key: string;
let cert: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hslab-wire-'));
  const files = await makePki({ intermediates: 1, leaf: 'ecdsa-p256', issuers: 'ecdsa-p256', serverName: 'lab.test', extraNames: [], mutual: false }, folder);
  [key, cert] = [readFileSync(files.keyFile, 'utf8'), readFileSync(files.certificateFile, 'utf8')];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Recorded {
  pieces: Directions;
  keyLog: string[];
}

/** One real handshake through a carrier that notes every piece. */
function record(version: SecureVersion, options: { ciphers?: string; client?: string; server?: string; minVersion?: SecureVersion } = {}): Promise<Recorded> {
  return new Promise((resolve, reject) => {
    const keyLog: string[] = [];
    const pieces = { client: [] as { bytes: Buffer; atNs: number }[], server: [] as { bytes: Buffer; atNs: number }[] };
    let now = 0;
    const ciphers = options.ciphers === undefined ? {} : { ciphers: options.ciphers };
    const tls = createServer({ key, cert, minVersion: version, maxVersion: version, ...ciphers, ...(options.server === undefined ? {} : { ecdhCurve: options.server }) }, (socket) => socket.end('answer'));
    tls.on('keylog', (line: Buffer) => keyLog.push(line.toString()));
    tls.on('tlsClientError', () => undefined);
    const carrier = createTcpServer((client) => {
      const upstream = connectTcp((tls.address() as AddressInfo).port, '127.0.0.1');
      client.on('data', (bytes) => (pieces.client.push({ bytes, atNs: now++ }), upstream.write(bytes)));
      upstream.on('data', (bytes) => (pieces.server.push({ bytes, atNs: now++ }), client.write(bytes)));
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      client.on('end', () => upstream.end());
      upstream.on('end', () => client.end());
      client.on('close', () => {
        carrier.close();
        tls.close();
        resolve({ pieces, keyLog });
      });
    });
    tls.listen(0, '127.0.0.1', () =>
      carrier.listen(0, '127.0.0.1', () => {
        const minVersion = options.minVersion ?? version;
        const client = connect({ port: (carrier.address() as AddressInfo).port, host: '127.0.0.1', rejectUnauthorized: false, minVersion, maxVersion: minVersion, servername: 'lab.test', ...(options.client === undefined ? {} : { ecdhCurve: options.client }) });
        client.on('data', () => undefined);
        client.on('error', () => undefined);
      }),
    );
    setTimeout(() => reject(new Error('no handshake')), 10_000).unref();
  });
}

const read = ({ pieces, keyLog }: Recorded) => {
  const secrets = readKeyLog(keyLog);
  return readConversation(pieces, (random) => secrets.get(random)).messages;
};
const names = (recorded: Recorded): string[] => read(recorded).map(({ from, name }) => `${from === 'client' ? '→' : '←'} ${name}`);

const FULL_13 = ['→ ClientHello', '← ServerHello', '← ChangeCipherSpec', '← EncryptedExtensions', '← Certificate', '← CertificateVerify', '← Finished'];

describe('recorded TLS', () => {
  it.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])('1.3 is read with its key log: %s', async (ciphers) => {
    const recorded = await record('TLSv1.3', { ciphers });
    const found = names(recorded);
    expect(found.slice(0, FULL_13.length)).toEqual(FULL_13);
    expect(found.slice(FULL_13.length)).toEqual(expect.arrayContaining(['→ ChangeCipherSpec', '→ Finished', '← NewSessionTicket', '← Application Data']));
    expect(read(recorded).filter(({ seen }) => seen === 'unread')).toEqual([]);
    expect(roundTripsOf(read(recorded))).toBe(1);
  });

  it.each(['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'])('1.2 too: %s', async (ciphers) => {
    const recorded = await record('TLSv1.2', { ciphers });
    expect(names(recorded)).toEqual(expect.arrayContaining(['→ ClientHello', '← ServerKeyExchange', '← ServerHelloDone', '→ ClientKeyExchange', '→ Finished', '← Finished', '← Application Data']));
    expect(read(recorded).filter(({ seen }) => seen === 'unread')).toEqual([]);
    expect(roundTripsOf(read(recorded))).toBe(2);
  });

  it('names a HelloRetryRequest and the group that it asks for', async () => {
    const messages = read(await record('TLSv1.3', { client: 'X25519:P-384', server: 'P-384' }));
    expect(messages.find(({ name }) => name === 'HelloRetryRequest')?.detail).toBe('secp384r1');
    expect(messages.filter(({ name }) => name === 'ClientHello')).toHaveLength(2);
    expect(roundTripsOf(messages)).toBe(2);
  });

  it('names an alert with its number', async () => {
    const messages = read(await record('TLSv1.3', { minVersion: 'TLSv1.2' }));
    expect(messages.at(-1)).toMatchObject({ name: 'Alert', from: 'server', detail: 'protocol_version (70)' });
    expect(alertName(255)).toBe('unknown (255)');
  });

  it('is told to be unread where the secrets are missing or wrong, and never guessed', async () => {
    const recorded = await record('TLSv1.3');
    const without = read({ ...recorded, keyLog: [] });
    expect(without.filter(({ seen }) => seen === 'unread').length).toBeGreaterThan(1);
    expect(without.some(({ name }) => name === 'Certificate')).toBe(false);
    const wrong = recorded.keyLog.map((line) => line.replace(/.$/m, (last) => (last === '0' ? '1' : '0')));
    expect(read({ ...recorded, keyLog: wrong }).some(({ name }) => name === 'Certificate')).toBe(false);
  });

  it('is read however the bytes were cut', async () => {
    const recorded = await record('TLSv1.3');
    const bytewise = (pieces: Directions['client']) => pieces.flatMap(({ bytes, atNs }) => [...bytes].map((byte) => ({ bytes: Buffer.from([byte]), atNs })));
    expect(names({ ...recorded, pieces: { client: bytewise(recorded.pieces.client), server: bytewise(recorded.pieces.server) } })).toEqual(names(recorded));
    expect(recordsIn([{ bytes: Buffer.from([22, 3, 1, 0, 9, 1]), atNs: 0 }])).toEqual([]);
  });

  it('costs what its records are long', async () => {
    const recorded = await record('TLSv1.3');
    const { clientBytes, serverBytes, messages } = summarise('arm', [read(recorded)], null, null);
    const all = (side: 'client' | 'server'): number => recorded.pieces[side].reduce((sum, { bytes }) => sum + bytes.length, 0);
    const others = (side: 'client' | 'server'): number => read(recorded).filter(({ from, name }) => from === side && (name === 'Application Data' || name === 'Alert')).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(clientBytes).toBe(all('client') - others('client'));
    expect(serverBytes).toBe(all('server') - others('server'));
    expect(messages.find(({ name, from }) => name === 'ClientHello' && from === 'client')?.perHandshake).toBe(1);
  });

  it('is no reading of random bytes', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const bytes = publicKey.export({ type: 'spki', format: 'der' });
    expect(readConversation({ client: [{ bytes, atNs: 0 }], server: [] }, () => undefined).clientRandom).toBeNull();
  });
});
