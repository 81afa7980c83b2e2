// What an endpoint is configured to, checked: what this stack cannot do is refused, never left out in silence.
import { readFileSync } from 'node:fs';
import { curveList } from './groups.mjs';

const VERSIONS = { '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' };

export const refusal = (code, message) => Object.assign(new Error(message), { code });

/** Throws an error with a code where the request asks for what this stack has not. */
export function checkSettings({ tls, closes, exchange }) {
  if (closes === 'client' && exchange) throw refusal('bad-request', 'closes is client, which leaves no room for an exchange');
  if (!VERSIONS[tls.version]) throw refusal('unsupported', `tls.version is ${tls.version}, neither 1.2 nor 1.3`);
  if (!['full', 'ticket', 'cache'].includes(tls.session)) throw refusal('unsupported', `tls.session is ${tls.session}; there is full, ticket and cache`);
  if ((tls.earlyData ?? 'none') !== 'none') throw refusal('unsupported', 'tls.earlyData: Node has no API for 0-RTT');
  if (typeof tls.antiReplay === 'boolean') throw refusal('unsupported', 'tls.antiReplay: there is no early data to protect');
  if (Number.isInteger(tls.tickets)) throw refusal('unsupported', 'tls.tickets: Node has no API for their number');
  if ((tls.session === 'cache') !== Number.isInteger(tls.cacheSize)) throw refusal('bad-request', 'tls.cacheSize belongs to tls.session cache, and is needed there');
}

/** Context options that both sides share. */
export function contextOf({ tls, rootFile, certificateFile, keyFile }, groups) {
  return {
    // TLS 1.2 takes the list for the curves of certificates too (RFC 8422, 5.1.1), so these follow the groups asked for.
    ecdhCurve: curveList([...new Set([...groups, ...(tls.version === '1.2' ? ['p256', 'p384'] : [])])]),
    minVersion: VERSIONS[tls.version],
    maxVersion: VERSIONS[tls.version],
    ...(rootFile ? { ca: readFileSync(rootFile) } : {}),
    ...(certificateFile ? { cert: readFileSync(certificateFile), key: readFileSync(keyFile) } : {}),
  };
}
