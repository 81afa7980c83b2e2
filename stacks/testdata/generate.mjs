// Writes the golden transcripts. Dependency-free and separate from every implementation on purpose:
// a transcript made by the code under test would agree with its mistakes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

function frame(kind, payload) {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(payload.length + 1, 0);
  head.write(kind, 4, 'latin1');
  return Buffer.concat([head, payload]);
}

function encode(entry) {
  if (entry.kind === 'J') return frame('J', Buffer.from(JSON.stringify(entry.message)));
  let header = Buffer.from(JSON.stringify(entry.header)); // S and P frames begin alike
  const padding = (8 - ((4 + header.length) % 8)) % 8;
  header = Buffer.concat([header, Buffer.alloc(padding, ' ')]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length, 0);
  if (entry.kind === 'P') return frame('P', Buffer.concat([length, header, Buffer.from(entry.bytesHex, 'hex')]));
  const columns = entry.header.columns.map((name) => {
    const bytes = Buffer.alloc(entry.header.count * 8);
    entry.columns[name].forEach((value, row) => bytes.writeDoubleLE(value ?? NaN, row * 8));
    return bytes;
  });
  return frame('S', Buffer.concat([length, header, ...columns]));
}

const tls = { version: '1.3', groups: ['x25519'], alpn: ['h2'], session: 'full', retry: false };
const usage = { cpuNs: 1204000, allocatedBytes: null, allocatedObjects: null, exact: false, gcCount: 0, gcPauseNs: null };

const frames = [
  { kind: 'J', message: { type: 'ready', protocol: 3, stack: 'go', version: '1.27.3', library: { name: 'crypto/tls', version: 'go1.27.3' }, role: 'server', pid: 4711, cpus: [0], offers: ['role:client', 'role:server', 'tls:1.3', 'group:x25519'], observes: ['server.reads', 'server.signStart'], not: [{ what: 'earlyData', why: 'no 0-RTT over TCP – 无', source: 'https://go.dev/issue/60107' }] } },
  { kind: 'J', message: { type: 'configure', id: 1, endpoint: 0, epochNs: '8123456789012', tls, rootFile: '/tmp/pki/root.pem', certificateFile: '/tmp/pki/chain.pem', keyFile: '/tmp/pki/key.pem', serverName: 'lab.test', hooks: 'timing', capacity: 4096, delayNs: 0 } },
  { kind: 'J', message: { type: 'configured', id: 1, endpoint: 0 } },
  { kind: 'J', message: { type: 'serve', id: 2, endpoint: 0 } },
  { kind: 'J', message: { type: 'serving', id: 2, endpoint: 0, port: 41877 } },
  { kind: 'J', message: { type: 'block', id: 3, endpoint: 0, block: 17, observe: 'timing', handshakes: 2, connections: 1, port: 41877, timeoutMs: 10000 } },
  { kind: 'J', message: { type: 'armed', id: 3, block: 17 } },
  { kind: 'J', message: { type: 'block', id: 6, endpoint: 0, block: 18, observe: 'cpu-profile', handshakes: 3, connections: 2, port: 41877, scheduleNs: [0, 1250000, 2000001], timeoutMs: 10000 } },
  { kind: 'J', message: { type: 'collect', id: 4, endpoint: 0, block: 17, expect: 2, timeoutMs: 2000 } },
  { kind: 'S', header: { endpoint: 0, block: 17, role: 'client', quantity: 'ns', count: 2, columns: ['port', 'version', 'group', 'alpn', 'error', 'start', 'end', 'hsSecret'], strings: ['h2', 'client: reading ServerHello: alert 40 handshake_failure'] },
    columns: { port: [50112, 50114], version: [772, null], group: [29, null], alpn: [0, null], error: [null, 1], start: [1000250000, 1001500000.5], end: [1001102000, 1001700000], hsSecret: [1000700123, null] } },
  { kind: 'S', header: { endpoint: 0, block: 17, role: 'server', quantity: 'bytes', count: 0, columns: ['port', 'start'], strings: [] }, columns: { port: [], start: [] } },
  { kind: 'J', message: { type: 'done', id: 4, endpoint: 0, block: 17, handshakes: 2, failed: 1, elapsedNs: 2712345, usage } },
  { kind: 'P', header: { endpoint: 0, block: 18, role: 'client', part: 'whole', format: 'pprof' }, bytesHex: '1f8b08000000000000ff' },
  { kind: 'P', header: { endpoint: 0, block: 18, role: 'server', part: 'base', format: 'stacks' }, bytesHex: '' },
  { kind: 'J', message: { type: 'error', id: 5, code: 'bind-failed', message: 'listen tcp 127.0.0.1:0: bind: address in use' } },
  { kind: 'J', message: { type: 'stop', id: 9 } },
  { kind: 'J', message: { type: 'stopped', id: 9 } },
];

/** What version 3 added. A transcript of its own: a worker of version 2 need not read it. */
const added = [
  { kind: 'J', message: { type: 'configure', id: 7, endpoint: 1, epochNs: '8123456789012', tls: { ...tls, session: 'ticket', cacheSize: 64, tickets: 1, earlyData: 'accepted', antiReplay: false, mutual: true }, rootFile: '/tmp/pki/root.pem', certificateFile: '/tmp/pki/client.pem', keyFile: '/tmp/pki/client-key.pem', serverName: 'lab.test', hooks: 'off', capacity: 16, delayNs: 0, exchange: { requestBytes: 100, responseBytes: 2000 }, preamble: true } },
  { kind: 'J', message: { type: 'block', id: 8, endpoint: 1, block: 19, observe: 'wire', handshakes: 2, connections: 1, port: 41877, names: [0, 3], timeoutMs: 10000 } },
  { kind: 'J', message: { type: 'done', id: 8, endpoint: 1, block: 19, handshakes: 2, failed: 0, elapsedNs: 2712345, usage, keyLog: ['CLIENT_RANDOM 00 11'] } },
  { kind: 'J', message: { type: 'hold', id: 10, endpoint: 1, connections: 1000, port: 41877, timeoutMs: 60000 } },
  { kind: 'J', message: { type: 'holding', id: 10, endpoint: 1, connections: 999, failed: 1 } },
  { kind: 'J', message: { type: 'release', id: 11, endpoint: 1 } },
  { kind: 'J', message: { type: 'released', id: 11, endpoint: 1 } },
  { kind: 'J', message: { type: 'replay', id: 12, endpoint: 1, port: 41877, uses: 2, timeoutMs: 10000 } },
  { kind: 'J', message: { type: 'replayed', id: 12, endpoint: 1, uses: [{ resumed: true, earlyData: 'accepted', responded: true, error: null }, { resumed: false, earlyData: 'rejected', responded: false, error: 'client: reading ServerHello: alert 40 handshake_failure' }] } },
];

writeFileSync(here('session.bin'), Buffer.concat(frames.map(encode)));
writeFileSync(here('session.json'), JSON.stringify({ frames }, null, 1) + '\n');
writeFileSync(here('session-3.bin'), Buffer.concat(added.map(encode)));
writeFileSync(here('session-3.json'), JSON.stringify({ frames: added }, null, 1) + '\n');

const good = encode(frames[2]);
const long = Buffer.alloc(5);
long.writeUInt32LE(64 * 1024 * 1024 + 1, 0);
long.write('J', 4, 'latin1');
const short = encode(frames.find((entry) => entry.kind === 'S'));
short.writeUInt32LE(short.length - 4 - 8, 0); // the columns end one double early
writeFileSync(here('bad-kind.bin'), Buffer.concat([good.subarray(0, 4), Buffer.from('X'), good.subarray(5)]));
writeFileSync(here('bad-json.bin'), frame('J', Buffer.from('{"type":')));
writeFileSync(here('bad-length.bin'), long);
writeFileSync(here('bad-empty.bin'), Buffer.from([0, 0, 0, 0]));
writeFileSync(here('bad-columns.bin'), short.subarray(0, short.length - 8));
