/** Key pairs by kind. WebCrypto makes them and @peculiar/x509 signs with them. */
import { webcrypto } from 'node:crypto';
import type { KeyType } from '../../shared/tls.ts';

interface Kind {
  readonly generate: webcrypto.AlgorithmIdentifier | webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams;
  readonly sign: { readonly name: string; readonly hash?: string };
}

const rsa = (modulusLength: number): Kind => ({
  generate: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: Uint8Array.of(1, 0, 1) },
  sign: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
});

const KINDS: Readonly<Record<KeyType, Kind>> = {
  'ecdsa-p256': { generate: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
  'ecdsa-p384': { generate: { name: 'ECDSA', namedCurve: 'P-384' }, sign: { name: 'ECDSA', hash: 'SHA-384' } },
  'rsa-2048': rsa(2048),
  'rsa-3072': rsa(3072),
  'rsa-4096': rsa(4096),
  ed25519: { generate: { name: 'Ed25519' }, sign: { name: 'Ed25519' } },
};

export interface KeyPair {
  readonly type: KeyType;
  readonly keys: webcrypto.CryptoKeyPair;
  /** How a certificate signed with this key names its signature. */
  readonly signing: Kind['sign'];
}

export async function makeKeyPair(type: KeyType): Promise<KeyPair> {
  const { generate, sign } = KINDS[type];
  const keys = (await webcrypto.subtle.generateKey(generate as webcrypto.EcKeyGenParams, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  return { type, keys, signing: sign };
}

/** PKCS#8 in PEM, unencrypted: the file it goes to is 0600 and short-lived. */
export async function privateKeyPem({ keys }: KeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
