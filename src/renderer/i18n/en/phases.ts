/** Names of the phases; ids with `_` for `.`, since i18next nests at dots. */
import { PHASE_NAMES } from '../../../shared/phases/names.ts';

export default {
  name: Object.fromEntries(Object.entries(PHASE_NAMES).map(([id, name]) => [id.replaceAll('.', '_'), name])),
  short: {
    connect: 'connect', c: 'client', c_hello: 'hello', c_hello_write: 'write', c_retry: 'HRR',
    c_wait: 'waiting', c_wait_wakeup: 'wakeup', c_flight: 'flight', c_flight_wait: 'waiting',
    c_kx: 'key ex', c_decode: 'decode', c_verify: 'verify', c_cv: 'CV', c_check: 'check', c_finished: 'Fin', c_finished_write: 'write', c_flight_rest: 'not split', c_validate: 'validate', c_validate_rest: 'not split', c_rest: 'not split',
    s: 'server', s_wait_hello: 'waiting', s_wait_hello_wakeup: 'wakeup', s_retry: 'HRR', s_flight: 'flight',
    s_parse: 'parse', s_select: 'select', s_kx: 'key ex', s_sign: 'sign', s_build: 'build', s_write: 'write', s_flight_rest: 'not split', s_wait_finished: 'waiting', s_wait_finished_wakeup: 'wakeup', s_finished: 'Fin', s_tickets: 'tickets', s_rest: 'not split',
  },
  /** From which edge to which. */
  edges: {
    connect: 'connect() → connected; outside the TLS total', c: 'handshake called → it returns', c_hello: 'handshake called → first write begins', c_hello_write: 'write call', c_retry: 'HelloRetryRequest read → second ClientHello written',
    c_wait: 'write ends → the server’s flight has arrived', c_wait_wakeup: 'flight has arrived → this side runs', c_flight: 'flight read → Finished written', c_flight_wait: 'further reads of the flight',
    c_kx: 'flight read → handshake secret known', c_decode: 'Certificate read → chain verification starts', c_verify: 'chain verification starts → ends', c_cv: 'chain verified → signature checked', c_check: 'handshake secret known → name checked; not split further',
    c_finished: 'signature checked → write begins', c_finished_write: 'write call', c_flight_rest: 'inside the flight, between hooks', c_validate: 'Finished written → handshake returns', c_validate_rest: 'inside the validation, between hooks', c_rest: 'inside the handshake, between hooks',
    s: 'accepted → handshake returns', s_wait_hello: 'accepted → ClientHello has arrived', s_wait_hello_wakeup: 'ClientHello has arrived → this side runs', s_retry: 'ClientHello read → HelloRetryRequest written', s_flight: 'ClientHello read → flight written',
    s_parse: 'ClientHello read → parsed', s_select: 'parsed → certificate chosen', s_kx: 'parsed or chosen → handshake secret known', s_sign: 'signer called → returns', s_build: 'secret known → write begins, signing left out', s_write: 'write calls',
    s_flight_rest: 'inside the flight, between hooks', s_wait_finished: 'flight written → client Finished has arrived', s_wait_finished_wakeup: 'Finished has arrived → this side runs', s_finished: 'client Finished read → checked', s_tickets: 'Finished checked → handshake returns', s_rest: 'inside the handshake, between hooks',
  },
  legend: {
    connect: 'connect', keyshare: 'ClientHello', parse: 'parse', select: 'select', 'kx-server': 'key ex server', 'kx-client': 'key ex client', sign: 'sign', build: 'build, write',
    decode: 'decode', verify: 'chain verify', cvcheck: 'CV check', finished: 'Finished', tickets: 'tickets', waiting: 'waiting', wakeup: 'scheduling', rest: 'not split',
  },
  message: { ClientHello: 'ClientHello', HelloRetryRequest: 'HelloRetryRequest', 'ClientHello 2': 'ClientHello 2', 'server flight': 'ServerHello … Finished', Finished: 'Finished', tickets: 'tickets' },
  side: { client: 'client', server: 'server' },
  messages: 'messages',
  done: { client: 'client done {{value}}', server: 'server done {{value}}', shortClient: 'client {{value}}', shortServer: 'server {{value}}' },
  merged: '{{count}} phases, {{value}}',
  axis: { time: 'µs', ms: 'ms', bytes: 'KB', objects: 'objects' },
  readout: {
    empty: 'Point at a bar, or press Tab', ofTotal: 'of {{side}} total', n: 'n', pinned: 'Pinned: Enter or Esc lets go', start: 'from {{value}}', sent: 'written {{value}}', received: 'read {{value}}', unread: 'not seen read',
    noInterval: 'no interval: fewer than 5 rounds', one: 'one handshake', outside: 'outside the TLS total',
  },
  table: { caption: 'Phases of the handshake, {{what}}', side: 'side', phase: 'phase', start: 'start, {{unit}}', value: 'value, {{unit}}', interval: '95 %', share: 'share of total', n: 'n', edges: 'from → to' },
  shift: { head: 'B − A, {{unit}}', says: 'B is', faster: 'faster in B', slower: 'slower in B', same: 'not told apart', edge: 'left edge: the phase; what only B has shares its parent’s width', onlyA: 'only in A', onlyB: 'only in B', together: 'several phases together', noInterval: 'no interval: too few rounds' },
  flame: { search: 'Search the flame', searchFor: 'phase or message', hitOf: '{{at}} of {{count}}', before: 'The hit before (Shift+Enter)', after: 'The next hit (Enter)', close: 'Close the search (Esc)', hits_one: '{{count}} hit', hits_other: '{{count}} hits', label: 'Two-sided flame, {{what}}', help: 'Arrow keys walk the bars, Enter pins, + and − zoom, a double click fills the view with a bar, 0 shows all, A and D pan, T shows the table, / searches, C copies it.', zoomed: 'zoomed; 0 shows all', copied: 'Copied as text', waitingFor: 'The flame fills with the first handshakes', noWeight: 'No {{what}} by phase: these runtimes do not tell', grew: 'axis grew to {{value}}' },
};
