/** The TLS names and code points the product speaks of (RFC 8446, RFC 8422, draft-ietf-tls-ecdhe-mlkem; IANA TLS registries). */

export const GROUPS = ['x25519', 'p256', 'p384', 'p521', 'x25519mlkem768', 'secp256r1mlkem768'] as const;
export type Group = (typeof GROUPS)[number];

export const KEY_TYPES = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ed25519'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

export const SESSIONS = ['full', 'ticket', 'off', 'cache'] as const;
export type Session = (typeof SESSIONS)[number];

export const TLS_VERSIONS = ['1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Messages at which a relay can break a connection. */
export const FAULT_PLACES = ['ClientHello', 'ServerHello', 'server flight', 'Finished'] as const;
export const FAULT_ACTIONS = ['reset', 'drop'] as const;

/** What becomes of early data (RFC 8446, 2.3): none is sent, the server accepts it, the server rejects it. */
export const EARLY_DATA = ['none', 'accepted', 'rejected'] as const;
export type EarlyData = (typeof EARLY_DATA)[number];

export const MAX_INTERMEDIATES = 8;

interface GroupFacts {
  readonly code: number;
  /** The IANA name, as reported for a negotiated group. */
  readonly name: string;
}

export const GROUP_FACTS: Readonly<Record<Group, GroupFacts>> = {
  x25519: { code: 0x001d, name: 'x25519' },
  p256: { code: 0x0017, name: 'secp256r1' },
  p384: { code: 0x0018, name: 'secp384r1' },
  p521: { code: 0x0019, name: 'secp521r1' },
  x25519mlkem768: { code: 0x11ec, name: 'X25519MLKEM768' },
  secp256r1mlkem768: { code: 0x11eb, name: 'SecP256r1MLKEM768' },
};

const GROUP_NAMES = new Map(GROUPS.map((group) => [GROUP_FACTS[group].code, GROUP_FACTS[group].name]));

const SUITE_NAMES = new Map([
  [0x1301, 'TLS_AES_128_GCM_SHA256'],
  [0x1302, 'TLS_AES_256_GCM_SHA384'],
  [0x1303, 'TLS_CHACHA20_POLY1305_SHA256'],
  [0xc02b, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  [0xc02c, 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
  [0xc02f, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
  [0xc030, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
  [0xcca8, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
  [0xcca9, 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'],
]);

const VERSION_NAMES = new Map([
  [0x0303, '1.2'],
  [0x0304, '1.3'],
]);

const hex = (code: number): string => `0x${code.toString(16).padStart(4, '0')}`;

/** A code point in words, or in hex where this product has no word for it. */
export const groupName = (code: number): string => GROUP_NAMES.get(code) ?? hex(code);
export const suiteName = (code: number): string => SUITE_NAMES.get(code) ?? hex(code);
export const versionName = (code: number): string => VERSION_NAMES.get(code) ?? hex(code);
