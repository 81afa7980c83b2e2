import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCertificates, makePair, startWorker } from './pair.mjs';

let certificates;
before(() => (certificates = makeCertificates()));
after(() => certificates.remove());

/** Runs on a pair and ends it; a worker that a sanitizer complains of ends with another code. */
async function withPair(options, use) {
  const pair = await makePair(certificates, options);
  try {
    await use(pair);
    const { codes, stderr } = await pair.stop();
    assert.deepEqual(codes, [0, 0], stderr);
    assert.equal(stderr, '');
  } finally {
    pair.kill();
  }
}
const all = (count, value) => Array(count).fill(value);
const near = (side, count) => assert.deepEqual([side.done.handshakes, side.done.failed], [count, 0], JSON.stringify(side.texts('error')));

test('says what it is', () =>
  withPair({}, async ({ ready: [server] }) => {
    assert.equal(server.stack, 'openssl');
    assert.equal(server.protocol, 3);
    assert.match(server.version, /^\d+\.\d+\.\d+/);
    assert.ok(server.offers.includes('group:x25519') && server.offers.includes('earlyData'));
    assert.ok(server.observes.includes('client.certificateRead') && server.observes.includes('server.signStart') && !server.observes.includes('server.verifyStart'));
  }));

test('full handshakes are complete on both sides, in order and on one clock', () =>
  withPair({}, async (pair) => {
    const { client, server } = await pair.block();
    near(client, 6);
    near(server, 6);
    for (let row = 0; row < 6; row++) {
      const order = ['connectStart', 'connectEnd', 'start', 'write0Start', 'read0End', 'hsSecret', 'certificateRead', 'verifyStart', 'verifyEnd', 'verified', 'appSecret', 'write1Start', 'end'].map((name) => client.column(name)[row]);
      assert.ok(!order.some(Number.isNaN), String(order));
      assert.deepEqual(order, [...order].sort((a, b) => a - b));
      const other = server.column('port').indexOf(client.column('port')[row]);
      const served = ['start', 'read0End', 'parsed', 'selected', 'hsSecret', 'signStart', 'signEnd', 'write0Start', 'finishedRead', 'end'].map((name) => server.column(name)[other]);
      assert.ok(!served.some(Number.isNaN), String(served));
      assert.deepEqual(served, [...served].sort((a, b) => a - b));
      assert.equal(server.column('tickets')[other], 2);
    }
    assert.deepEqual(client.column('version'), all(6, 0x0304));
    assert.deepEqual(client.column('group'), all(6, 0x001d));
    assert.deepEqual(client.column('resumed'), all(6, 0));
    assert.deepEqual(client.column('tickets'), all(6, 2));
    assert.equal(client.has('firstByte'), false);
  }));

test('hooks off records start and end alone', () =>
  withPair({ hooks: 'off' }, async (pair) => {
    const { client } = await pair.block();
    near(client, 6);
    assert.equal(client.has('hsSecret') || client.has('read0Start'), false);
  }));

for (const version of ['1.2', '1.3'])
  test(`tickets resume every measured handshake of TLS ${version}`, () =>
    withPair({ tls: { version, session: 'ticket' } }, async (pair) => {
      const { client } = await pair.block({ handshakes: 12, connections: 3 });
      near(client, 12);
      assert.deepEqual(client.column('resumed'), all(12, 1));
      assert.deepEqual(client.column('version'), all(12, version === '1.2' ? 0x0303 : 0x0304));
    }));

test('TLS 1.2 in full', () =>
  withPair({ tls: { version: '1.2' } }, async (pair) => {
    const { client, server } = await pair.block();
    near(client, 6);
    assert.deepEqual(client.column('group'), all(6, 0x001d));
    assert.deepEqual(client.column('resumed'), all(6, 0));
    assert.ok(server.column('signStart').every((value) => value > 0));
  }));

test('without tickets the server sends none', () =>
  withPair({ tls: { session: 'off' } }, async (pair) => {
    const { client, server } = await pair.block();
    near(client, 6);
    assert.deepEqual(client.column('tickets'), all(6, 0));
    assert.deepEqual(server.column('tickets'), all(6, 0));
  }));

test('the number of tickets is set', () =>
  withPair({ tls: { tickets: 5 } }, async (pair) => {
    assert.deepEqual((await pair.block()).client.column('tickets'), all(6, 5));
  }));

test('a cache of two names forgets the least recently used', () =>
  withPair({ tls: { session: 'cache', cacheSize: 2 } }, async (pair) => {
    const { client } = await pair.block({ handshakes: 7, names: [0, 1, 0, 2, 0, 1, 1] });
    near(client, 7);
    assert.deepEqual(client.column('name'), [0, 1, 0, 2, 0, 1, 1]);
    assert.deepEqual(client.column('resumed'), [0, 0, 1, 0, 1, 0, 1]);
    assert.deepEqual((await pair.block({ handshakes: 1, names: [0] })).client.column('resumed'), [1], 'over blocks too');
  }));

/** What this OpenSSL has; the hybrid groups came with 3.5. */
const probe = startWorker('client');
const { offers: OFFERS } = await probe.ready;
await probe.ask({ type: 'stop' });

for (const [group, code] of [['p256', 0x17], ['p384', 0x18], ['p521', 0x19], ['x25519mlkem768', 0x11ec], ['secp256r1mlkem768', 0x11eb]].filter(([group]) => OFFERS.includes(`group:${group}`)))
  test(`group ${group}`, () =>
    withPair({ tls: { groups: [group] } }, async (pair) => {
      const { client, server } = await pair.block();
      near(client, 6);
      assert.deepEqual(client.column('group'), all(6, code));
      assert.deepEqual(server.column('group'), all(6, code));
    }));

test('a HelloRetryRequest is forced and told by both sides', () =>
  withPair({ tls: { retry: true, groups: ['p256', 'x25519'] } }, async (pair) => {
    const { client, server } = await pair.block();
    near(client, 6);
    assert.deepEqual(client.column('retried'), all(6, 1));
    assert.deepEqual(server.column('retried'), all(6, 1));
    assert.deepEqual(client.column('group'), all(6, 0x001d));
  }));

test('ALPN: the server’s first; no overlap is alert 120', async () => {
  await withPair({ client: { alpn: ['http/1.1', 'h2'] }, server: { alpn: ['h2', 'http/1.1'] } }, async (pair) => {
    assert.deepEqual((await pair.block()).client.texts('alpn'), all(6, 'h2'));
  });
  await withPair({ client: { alpn: ['h3'] }, server: { alpn: ['h2'] } }, async (pair) => {
    const { client, server } = await pair.block({ handshakes: 2 });
    assert.equal(client.done.failed, 2);
    assert.match(client.texts('error')[0], /^client: .*remote alert 120 no_application_protocol$/);
    assert.match(server.texts('error')[0], /^server: .*\(alert 120 no_application_protocol sent\)$/);
  });
});

test('an unknown root is refused, with the alert on both sides', () =>
  withPair({ root: certificates.other }, async (pair) => {
    const { client, server } = await pair.block({ handshakes: 2 });
    assert.match(client.texts('error')[0], /^client: verifying certificates: .*\(alert 48 unknown_ca sent\)$/);
    assert.match(server.texts('error')[0], /^server: .*remote alert 48 unknown_ca$/);
  }));

test('mutual authentication', async () => {
  await withPair({ tls: { mutual: true } }, async (pair) => near((await pair.block()).client, 6));
  await withPair({ server: { mutual: true } }, async (pair) => {
    const { client } = await pair.block({ handshakes: 2 });
    assert.match(client.texts('error')[0], /remote alert 116 certificate_required$/);
  });
});

test('a request and its answer', () =>
  withPair({ exchange: { requestBytes: 100, responseBytes: 70_000 } }, async (pair) => {
    const { client, server } = await pair.block();
    near(client, 6);
    for (let row = 0; row < 6; row++) {
      const order = ['end', 'requestStart', 'requestSent', 'firstByte'].map((name) => client.column(name)[row]);
      assert.deepEqual(order, [...order].sort((a, b) => a - b));
    }
    assert.ok(server.column('responseSent').every((value) => value > 0));
  }));

const EARLY = { exchange: { requestBytes: 100, responseBytes: 2000 } };
for (const [earlyData, code] of [['accepted', 1], ['rejected', 2]])
  test(`early data ${earlyData}`, () =>
    withPair({ ...EARLY, tls: { session: 'ticket', earlyData } }, async (pair) => {
      const { client, server } = await pair.block();
      near(client, 6);
      assert.deepEqual(client.column('resumed'), all(6, 1));
      assert.deepEqual(client.column('earlyData'), all(6, code));
      assert.deepEqual(server.column('earlyData').filter((value) => value !== 0), all(6, code));
      for (let row = 0; row < 6; row++) {
        assert.ok(client.column('earlyWritten')[row] < client.column('end')[row]);
        assert.ok(client.column('firstByte')[row] > client.column('start')[row]);
        const other = server.column('port').lastIndexOf(client.column('port')[row]);
        const read = server.column('requestRead')[other];
        assert.equal(read < server.column('end')[other], earlyData === 'accepted');
      }
    }));

test('the same early data twice: once with anti-replay, twice without', async () => {
  for (const antiReplay of [true, false])
    await withPair({ ...EARLY, tls: { session: 'ticket', earlyData: 'accepted', antiReplay } }, async ({ client, port }) => {
      const { type, uses } = await client.ask({ type: 'replay', endpoint: 0, port, uses: 2, timeoutMs: 5_000 });
      assert.equal(type, 'replayed');
      assert.deepEqual(uses[0], { resumed: true, earlyData: 'accepted', responded: true, error: null });
      assert.equal(uses[1].earlyData, antiReplay ? 'rejected' : 'accepted');
      assert.equal(uses[1].responded, true);
    });
});

test('allocations are counted per mark', () =>
  withPair({}, async (pair) => {
    const { client, server } = await pair.block({ observe: 'allocations' });
    for (const side of [client, server]) {
      const [bytes, objects] = ['bytes', 'objects'].map((quantity) => side.column('end', quantity));
      assert.ok(bytes.every((value) => value > 10_000), String(bytes));
      assert.ok(objects.every((value) => value > 50));
      assert.ok(side.done.usage.exact && side.done.usage.allocatedBytes >= bytes.reduce((sum, value) => sum + value, 0));
    }
    assert.ok(client.column('hsSecret', 'bytes').every((value, row) => value > 0 && value < client.column('end', 'bytes')[row]));
    assert.equal((await pair.block()).client.done.usage.cpuNs > 0, true);
  }));

test('wire blocks hand in the key log', () =>
  withPair({}, async (pair) => {
    const { client, server } = await pair.block({ observe: 'wire', handshakes: 2 });
    for (const { done } of [client, server]) {
      assert.equal(done.keyLog.filter((line) => line.startsWith('CLIENT_HANDSHAKE_TRAFFIC_SECRET ')).length, 2);
      assert.equal(new Set(done.keyLog).size, done.keyLog.length);
    }
    assert.equal((await pair.block()).client.done.keyLog, undefined);
  }));

test('lanes share a block, and an open loop keeps its schedule', () =>
  withPair({}, async (pair) => {
    const { client, server } = await pair.block({ handshakes: 64, connections: 8 });
    near(client, 64);
    near(server, 64);
    assert.equal(new Set(client.column('lane')).size, 8);
    const open = await pair.block({ handshakes: 20, connections: 4, scheduleNs: Array.from({ length: 20 }, (_, index) => index * 2_000_000) });
    near(open.client, 20);
    open.client.column('connectStart').forEach((began, row) => assert.ok(began >= open.client.column('intended')[row]));
  }));

test('connections are held and released', () =>
  withPair({}, async ({ client, server, port }) => {
    await server.ask({ type: 'hold', endpoint: 0, connections: 40, timeoutMs: 5_000 });
    assert.equal((await client.ask({ type: 'hold', endpoint: 0, connections: 40, port, timeoutMs: 5_000 })).connections, 40);
    // The client need not wait until the server has read its Finished.
    let held = 0;
    for (const until = Date.now() + 5_000; held < 40 && Date.now() < until; ) held = (await server.ask({ type: 'hold', endpoint: 0, connections: 40, timeoutMs: 5_000 })).connections;
    assert.equal(held, 40);
    for (const worker of [client, server]) assert.equal((await worker.ask({ type: 'release', endpoint: 0 })).type, 'released');
  }));

test('bad requests are answered, and the worker lives on', () =>
  withPair({}, async ({ client }) => {
    assert.equal((await client.ask({ type: 'dance', endpoint: 0 })).type, 'error');
    assert.equal((await client.ask({ type: 'block', endpoint: 7, block: 1 })).code, 'no-endpoint');
    const refused = await client.ask({ type: 'configure', endpoint: 1, epochNs: '0', tls: { version: '1.3', groups: ['ffdhe9'], session: 'full' } });
    assert.match(refused.message, /ffdhe9/);
  }));

test('a refused connection is a failed handshake', () =>
  withPair({}, async ({ client }) => {
    const done = await client.ask({ type: 'block', endpoint: 0, block: 9, observe: 'timing', handshakes: 30, connections: 1, port: 1, timeoutMs: 2_000 });
    assert.deepEqual([done.handshakes, done.failed], [10, 10]);
  }));

test('ends with stdin, in the middle of a block too', async () => {
  const pair = await makePair(certificates, {});
  void pair.client.ask({ type: 'block', endpoint: 0, block: 1, observe: 'timing', handshakes: 100, connections: 1, port: pair.port, scheduleNs: Array.from({ length: 100 }, (_, index) => index * 1e9), timeoutMs: 60_000 }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  pair.client.child.stdin.end();
  pair.server.child.stdin.end();
  assert.deepEqual(await Promise.all([pair.client.exited, pair.server.exited]), [0, 0]);
});

test('what is not the protocol ends it with code 2', async () => {
  for (const name of ['bad-kind', 'bad-json', 'bad-length', 'bad-empty']) {
    const child = spawn(process.env.HSLAB_OPENSSL_WORKER, ['--role', 'client'], { stdio: ['pipe', 'ignore', 'pipe'] });
    child.stdin.on('error', () => undefined);
    child.stdin.write(readFileSync(fileURLToPath(new URL(`../../testdata/${name}.bin`, import.meta.url))));
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 2, name);
  }
});
