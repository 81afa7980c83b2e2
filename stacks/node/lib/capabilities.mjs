// What this stack is, offers and shows, and what it cannot, with the reason and where that is documented.
import { readFileSync } from 'node:fs';
import { knownGroups } from './groups.mjs';
import { PROFILES } from './profiler.mjs';

const DOCS = 'https://nodejs.org/docs/latest-v20.x/api/tls.html';
const INSPECTOR_DOCS = 'https://nodejs.org/docs/latest-v20.x/api/inspector.html';
const isElectron = process.versions.electron !== undefined;

function effectiveCpus() {
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

const missing = (what, why, source = DOCS) => ({ what, why, source });

const NOT = [
  missing('client.reads', 'libuv reads and writes inside; only the sizes can be seen'),
  missing('client.writes', 'libuv reads and writes inside; only the sizes can be seen'),
  missing('client.verifyStart', 'certificate decoding, chain verification and CertificateVerify lie between two events (keylog and checkServerIdentity) and cannot be told apart'),
  missing('server.parsed', 'the SNI and ALPN callbacks do not name their connection, and setting one changes the handshake (it then waits for a context)'),
  missing('server.signStart', 'no hook around the signature'),
  missing('client.retried', 'nothing tells that a HelloRetryRequest was sent'),
  missing('earlyData', 'no API for 0-RTT', 'https://github.com/nodejs/node/issues/28931'),
  missing('antiReplay:on', 'no API for 0-RTT, so there is nothing to protect', 'https://github.com/nodejs/node/issues/28931'),
  missing('antiReplay:off', 'no API for 0-RTT, so there is nothing to protect', 'https://github.com/nodejs/node/issues/28931'),
  missing('tickets', 'no API for the number of tickets that a server sends', 'https://docs.openssl.org/3.0/man3/SSL_CTX_set_num_tickets/'),
  missing('session:off', 'SSL_OP_NO_TICKET turns TLS 1.3 tickets into stateful ones, and there is no API for their number', 'https://docs.openssl.org/3.0/man3/SSL_CTX_set_num_tickets/'),
  missing('objects', 'V8 does not count allocated objects; bytes are the growth of the used heap, an estimate', 'https://nodejs.org/docs/latest-v20.x/api/process.html#processmemoryusage'),
  missing('threads', 'a process has one event loop, and handshakes run on it, whatever the number of CPUs', 'https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick'),
  missing('loop:open:exact', 'timers tick in ms; the last two are waited for in turns of the event loop, so that an arrival is late by what the turn under way takes', 'https://nodejs.org/docs/latest-v20.x/api/timers.html'),
];

/** What the profiles do not tell; or why there are none. */
const OF_PROFILES = PROFILES.length > 0
  ? [
      missing('cpu-profile:native', 'of C++ only what JavaScript calls has a frame: what OpenSSL or BoringSSL did counts to that, or to (program) where the event loop called it', 'https://chromedevtools.github.io/devtools-protocol/tot/Profiler/'),
      missing('alloc-profile:exact', 'V8 draws one allocation in 512 bytes on average: bytes are estimates, of JavaScript’s heap only, and objects are not told', 'https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/'),
    ]
  : ['observe:cpu-profile', 'observe:alloc-profile'].map((what) => missing(what, 'this runtime was built without the inspector', INSPECTOR_DOCS));

/** What a block may be asked to record. */
export const OBSERVATIONS = ['timing', 'allocations', 'wire', ...PROFILES];

const ONLY_BORINGSSL = [
  missing('client.group', 'getEphemeralKeyInfo() is empty on BoringSSL', 'https://github.com/electron/electron/blob/main/docs/tutorial/electron-timelines.md'),
  missing('key:ed25519', 'BoringSSL offers no Ed25519 among its default signature algorithms', 'https://boringssl.googlesource.com/boringssl/'),
];

export const ready = (role) => ({
  type: 'ready',
  protocol: 3,
  stack: isElectron ? 'electron' : 'node',
  version: isElectron ? process.versions.electron : process.versions.node,
  library: isElectron ? { name: 'BoringSSL', version: `in Electron ${process.versions.electron}, Node ${process.versions.node}` } : { name: 'OpenSSL', version: process.versions.openssl },
  role,
  pid: process.pid,
  cpus: effectiveCpus(),
  offers: [
    'role:client', 'role:server', 'tls:1.2', 'tls:1.3',
    ...knownGroups().map((token) => `group:${token}`),
    ...['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096', ...(isElectron ? [] : ['ed25519'])].map((key) => `key:${key}`),
    'session:full', 'session:ticket', 'session:cache', 'retry', 'alpn', 'mtls', 'exchange', 'preamble', 'closes:client', 'hold', 'connections', 'loop:open', ...OBSERVATIONS.map((observation) => `observe:${observation}`),
  ],
  observes: ['client.hsSecret', 'client.appSecret', 'client.nameChecked', 'client.intended', 'client.laneFree', 'client.name', 'client.tickets', 'client.requestStart', 'client.requestSent', 'client.firstByte', 'client.bytes', ...(isElectron ? [] : ['client.group']), 'server.hsSecret', 'server.appSecret', 'server.requestRead', 'server.responseSent', 'server.bytes'],
  not: [...NOT, ...OF_PROFILES, ...(isElectron ? ONLY_BORINGSSL : [])],
});
