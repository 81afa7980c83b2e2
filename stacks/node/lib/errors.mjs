// A failed handshake in words: side, step, alert name and number.

/** RFC 8446, 6. */
const ALERTS = {
  10: 'unexpected_message', 20: 'bad_record_mac', 40: 'handshake_failure', 42: 'bad_certificate', 43: 'unsupported_certificate', 44: 'certificate_revoked',
  45: 'certificate_expired', 46: 'certificate_unknown', 47: 'illegal_parameter', 48: 'unknown_ca', 50: 'decode_error', 51: 'decrypt_error', 70: 'protocol_version',
  71: 'insufficient_security', 80: 'internal_error', 86: 'inappropriate_fallback', 109: 'missing_extension', 110: 'unsupported_extension', 112: 'unrecognized_name',
  116: 'certificate_required', 120: 'no_application_protocol',
};

/** OpenSSL and BoringSSL write `SSL alert number 48` where the alert came from the other side. */
function alertIn(error) {
  const number = Number(/alert number (\d+)/i.exec(error.message)?.[1] ?? NaN);
  if (ALERTS[number]) return `received alert ${number} ${ALERTS[number]}`;
  const named = /alert[_ ]([a-z_ ]+)/i.exec(error.reason ?? error.code ?? '')?.[1]?.toLowerCase().replaceAll(' ', '_');
  const found = Object.entries(ALERTS).find(([, name]) => name === named);
  return found ? `received alert ${found[0]} ${found[1]}` : null;
}

export function describeError(side, step, error) {
  const alert = alertIn(error);
  const what = error.reason ?? error.message.split('\n')[0];
  return `${side}: ${step}: ${alert ?? what}${error.code && !alert ? ` (${error.code})` : ''}`;
}
