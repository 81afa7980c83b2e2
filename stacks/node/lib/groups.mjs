// Key exchange groups: the protocol's tokens, the names that `ecdhCurve` takes, and code points of what was negotiated.
import tls from 'node:tls';

const NAMES = { x25519: 'X25519', p256: 'P-256', p384: 'P-384', p521: 'P-521', x25519mlkem768: 'X25519MLKEM768', secp256r1mlkem768: 'SecP256r1MLKEM768' };

/** Names as getEphemeralKeyInfo() reports them: OpenSSL's own. */
const CODES = { X25519: 0x001d, prime256v1: 0x0017, secp384r1: 0x0018, secp521r1: 0x0019, X25519MLKEM768: 0x11ec, SecP256r1MLKEM768: 0x11eb };

export const curveList = (tokens) => tokens.map((token) => NAMES[token]).join(':');

export const groupCode = (info) => CODES[info?.name] ?? NaN;

/** The tokens that this library takes; it refuses unknown names when a context is made. */
export function knownGroups() {
  return Object.keys(NAMES).filter((token) => {
    try {
      tls.createSecureContext({ ecdhCurve: NAMES[token] });
      return true;
    } catch {
      return false;
    }
  });
}
