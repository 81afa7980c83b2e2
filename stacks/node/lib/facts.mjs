// What a connection negotiated, as code points; read after the handshake's end.
import { groupCode } from './groups.mjs';

const VERSIONS = { 'TLSv1.2': 0x0303, 'TLSv1.3': 0x0304 };
const SUITES = {
  TLS_AES_128_GCM_SHA256: 0x1301, TLS_AES_256_GCM_SHA384: 0x1302, TLS_CHACHA20_POLY1305_SHA256: 0x1303,
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 0xc02b, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 0xc02c, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 0xc02f, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 0xc030,
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 0xcca8, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 0xcca9,
};

/** @param {import('node:tls').TLSSocket} socket */
export function writeFacts(columns, row, socket, strings) {
  columns.set('version', row, VERSIONS[socket.getProtocol()] ?? NaN);
  columns.set('suite', row, SUITES[socket.getCipher()?.standardName] ?? NaN);
  // Only a client knows its peer's ephemeral key; a server gets null.
  columns.set('group', row, groupCode(socket.getEphemeralKeyInfo()));
  columns.set('resumed', row, socket.isSessionReused() ? 1 : 0);
  columns.set('alpn', row, socket.alpnProtocol ? strings.indexOf(socket.alpnProtocol) : -1);
}

/** A key log line is CLIENT_HANDSHAKE_TRAFFIC_SECRET or CLIENT_TRAFFIC_SECRET_0 by its eighth letter; all others are SERVER_ or EXPORTER_. */
export const keyLogMark = (line) => (line[0] !== 0x43 ? null : line[7] === 0x48 ? 'hsSecret' : line[7] === 0x54 ? 'appSecret' : null);
