import assert from 'node:assert/strict';
import net from 'node:net';
import test, { after, before, describe } from 'node:test';
import { makeCertificates, startWorker } from './worker.mjs';

let certificates;
before(() => {
  certificates = makeCertificates();
});
after(() => certificates.remove());

const column = (samples, quantity, name) => [...samples.find((one) => one.header.quantity === quantity).columns.get(name)];

/** What a side sent for its block. */
function sideOf(worker, done) {
  const sent = worker.frames();
  return { done, samples: sent.filter(({ kind }) => kind === 'S'), profiles: sent.filter(({ kind }) => kind === 'P') };
}

/** One block between two workers; both sides' answers and samples. */
async function block({ tls = {}, client: clientTls = {}, server: serverTls = {}, observe = 'timing', handshakes = 6, connections = 1, scheduleNs = null, names = null, timeoutMs = 10_000, hooks = 'timing', exchange = null, root = certificates.root, via = null } = {}) {
  const server = startWorker('server');
  const client = startWorker('client');
  const { chain, key } = certificates;
  const settings = { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false, ...tls };
  const common = { type: 'configure', endpoint: 0, epochNs: (process.hrtime.bigint() - 1_000_000_000n).toString(), serverName: 'lab.test', hooks, capacity: 512, delayNs: 0, exchange };
  const mutual = tls.mutual === true;
  try {
    await Promise.all([server.ready, client.ready]);
    await server.ask({ ...common, tls: { ...settings, ...serverTls }, certificateFile: chain, keyFile: key, ...(mutual ? { rootFile: root } : {}) });
    await client.ask({ ...common, tls: { ...settings, ...clientTls }, rootFile: root, preamble: via !== null, ...(mutual ? { certificateFile: chain, keyFile: key } : {}) });
    const serving = await server.ask({ type: 'serve', endpoint: 0 });
    const port = via ? await via(serving.port) : serving.port;
    const request = { endpoint: 0, block: 1, observe, handshakes, connections, timeoutMs };
    assert.equal((await server.ask({ type: 'block', ...request })).type, 'armed');
    const clientDone = await client.ask({ type: 'block', ...request, port, scheduleNs, names });
    const serverDone = await server.ask({ type: 'collect', endpoint: 0, block: 1, expect: clientDone.handshakes, timeoutMs: 2_000 });
    const answer = { client: sideOf(client, clientDone), server: sideOf(server, serverDone) };
    await Promise.all([client.ask({ type: 'stop' }), server.ask({ type: 'stop' })]);
    assert.deepEqual(await Promise.all([client.exited, server.exited]), [0, 0]);
    return answer;
  } finally {
    client.child.kill();
    server.child.kill();
  }
}

test('full handshakes are complete on both sides, in order and on one clock', async () => {
  const { client, server } = await block();
  assert.equal(client.done.handshakes, 6);
  assert.equal(client.done.failed, 0);
  assert.equal(server.done.handshakes, 6);
  const at = (name) => column(client.samples, 'ns', name);
  for (let row = 0; row < 6; row++) {
    const order = ['connectStart', 'connectEnd', 'start', 'hsSecret', 'nameChecked', 'end'].map((name) => at(name)[row]);
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
    assert.equal(at('version')[row], 0x0304);
    assert.equal(at('group')[row], 0x001d);
    assert.equal(at('resumed')[row], 0);
    assert.ok(at('bytesWritten')[row] > 200);
    const other = column(server.samples, 'ns', 'port').indexOf(at('port')[row]);
    assert.ok(other >= 0);
    const served = column(server.samples, 'ns', 'start')[other];
    assert.ok(served > at('connectStart')[row] && served < at('end')[row]);
  }
});

test('hooks off records start and end alone', async () => {
  const { client } = await block({ hooks: 'off' });
  assert.ok(column(client.samples, 'ns', 'end').every((value) => value > 0));
  assert.ok(column(client.samples, 'ns', 'hsSecret').every(Number.isNaN));
});

test('tickets resume every measured handshake', async () => {
  const { client } = await block({ tls: { session: 'ticket' } });
  assert.deepEqual(column(client.samples, 'ns', 'resumed'), Array(6).fill(1));
});

test('lanes share a block', async () => {
  const { client, server } = await block({ handshakes: 24, connections: 8 });
  assert.equal(new Set(column(client.samples, 'ns', 'lane')).size, 8);
  assert.equal(server.done.handshakes, 24);
});

test('ALPN is the server’s choice', async () => {
  const { client } = await block({ client: { alpn: ['h2', 'http/1.1'] }, server: { alpn: ['http/1.1'] } });
  assert.deepEqual(client.samples[0].header.strings, ['http/1.1']);
});

test('a forced retry succeeds, with a longer first flight', async () => {
  const [plain, retried] = await Promise.all([block(), block({ tls: { groups: ['p256', 'x25519'], retry: true } })]);
  assert.equal(retried.client.done.failed, 0);
  assert.ok(column(retried.client.samples, 'ns', 'bytesWritten')[0] > 1.5 * column(plain.client.samples, 'ns', 'bytesWritten')[0]);
});

test('allocation blocks tell bytes at the marks, growing', async () => {
  const { client } = await block({ observe: 'allocations' });
  assert.equal(client.done.usage.exact, false);
  const start = column(client.samples, 'bytes', 'start');
  const end = column(client.samples, 'bytes', 'end');
  assert.ok(start.every((value) => value === 0 || Number.isNaN(value)));
  assert.ok(end.some((value) => value > 1000));
});

describe('open loop', () => {
  const every = (ms, count) => Array.from({ length: count }, (_, index) => (index + 1) * ms * 1e6);
  const columnsOf = ({ client }) => Object.fromEntries(['intended', 'laneFree', 'connectStart', 'end', 'lane'].map((name) => [name, column(client.samples, 'ns', name)]));

  for (const { connections, tls } of [{ connections: 1, tls: {} }, { connections: 4, tls: {} }, { connections: 2, tls: { session: 'ticket' } }]) {
    test(`arrivals on a schedule, ${connections} at most${tls.session ? ', resuming' : ''}`, async () => {
      const scheduleNs = every(25, 12);
      const answer = await block({ scheduleNs, handshakes: 12, connections, tls });
      assert.equal(answer.client.done.handshakes, 12);
      assert.equal(answer.client.done.failed, 0);
      const at = columnsOf(answer);
      const beganNs = at.intended[0] - scheduleNs[0];
      scheduleNs.forEach((offset, row) => {
        // Told from one instant, the block's start; doubles of this size are exact to a quarter of a nanosecond.
        assert.ok(Math.abs(at.intended[row] - beganNs - offset) < 1);
        assert.ok(at.connectStart[row] >= at.intended[row], `row ${row} began before its time`);
        assert.ok(at.connectStart[row] >= at.laneFree[row]);
      });
      // A wait that ends on time at least once: a schedule that nobody keeps would be a closed loop.
      assert.ok(Math.min(...at.connectStart.map((start, row) => start - at.intended[row])) < 20e6);
    });
  }

  test('with one connection and arrivals at once, all but the first wait for the lane, and it is told', async () => {
    const at = columnsOf(await block({ scheduleNs: Array(8).fill(0), handshakes: 8, connections: 1 }));
    for (let row = 1; row < 8; row++) {
      assert.equal(at.intended[row], at.intended[0]);
      assert.ok(at.laneFree[row] >= at.end[row - 1]);
      assert.ok(at.connectStart[row] - at.intended[row] > at.end[0] - at.intended[0]);
    }
  });

  test('arrivals at once take all lanes, and handshakes under way go on', async () => {
    const at = columnsOf(await block({ scheduleNs: Array(6).fill(0), handshakes: 6, connections: 6 }));
    assert.deepEqual([...at.lane].sort(), [0, 1, 2, 3, 4, 5]);
    assert.ok(Math.max(...at.connectStart) < Math.max(...at.end));
  });

  test('the time ends it: what was not begun is left out', async () => {
    const began = process.hrtime.bigint();
    const { client, server } = await block({ scheduleNs: [0, 1e6, 3_600e9], handshakes: 3, connections: 3, timeoutMs: 400 });
    assert.equal(client.done.handshakes, 2);
    assert.equal(client.samples[0].header.count, 2);
    assert.equal(server.done.handshakes, 2);
    assert.ok(process.hrtime.bigint() - began < 9_000_000_000n);
  });

  test('a closed loop intends nothing, and ends with the time too', async () => {
    const { client } = await block({ handshakes: 6 });
    assert.ok(column(client.samples, 'ns', 'intended').every(Number.isNaN));
    assert.ok(column(client.samples, 'ns', 'laneFree').every(Number.isNaN));
    assert.equal((await block({ handshakes: 6, timeoutMs: 0 })).client.done.handshakes, 0);
  });

  for (const [name, scheduleNs] of [['too short', [0]], ['not ascending', [0, 5, 4]], ['before the block', [-1, 0, 1]]]) {
    test(`a schedule that is ${name} is refused`, async () => {
      const answer = await block({ scheduleNs, handshakes: 3 });
      assert.equal(answer.client.done.code, 'bad-request');
    });
  }
});

describe('failures say side, step and alert', () => {
  const errors = ({ samples }) => samples[0].header.strings;

  test('an unknown root', async () => {
    const { client, server } = await block({ root: certificates.other });
    assert.equal(client.done.failed, 6);
    assert.match(errors(client)[0], /^client: handshake: .*(verify|self|issuer|UNABLE|certificate)/i);
    assert.ok(server.done.handshakes <= 6);
  });

  test('no common protocol: alert 120', async () => {
    const { client } = await block({ client: { alpn: ['h2'] }, server: { alpn: ['http/1.1'] } });
    assert.match(errors(client)[0], /alert 120 no_application_protocol/);
  });

  test('no common group: alert 40', async () => {
    const { client } = await block({ client: { groups: ['p384'] }, server: { groups: ['x25519'] } });
    assert.match(errors(client)[0], /alert 40 handshake_failure/);
  });
});

describe('version 3', () => {
  const at = ({ client }, name) => column(client.samples, 'ns', name);

  for (const session of ['full', 'ticket']) {
    test(`TLS 1.2, ${session}`, async () => {
      const answer = await block({ tls: { version: '1.2', session } });
      assert.deepEqual([answer.client.done.failed, answer.server.done.failed], [0, 0]);
      assert.deepEqual(at(answer, 'version'), Array(6).fill(0x0303));
      assert.deepEqual(at(answer, 'resumed'), Array(6).fill(session === 'ticket' ? 1 : 0));
      assert.ok(at(answer, 'suite').every((code) => code >= 0xc02b));
    });
  }

  test('a request and its answer, timed on both sides', async () => {
    const answer = await block({ exchange: { requestBytes: 3_000, responseBytes: 70_000 } });
    assert.equal(answer.client.done.failed, 0);
    for (let row = 0; row < 6; row++) {
      const order = ['end', 'requestStart', 'requestSent', 'firstByte'].map((name) => at(answer, name)[row]);
      assert.deepEqual(order, [...order].sort((a, b) => a - b));
      const other = column(answer.server.samples, 'ns', 'port').indexOf(at(answer, 'port')[row]);
      const [read, sent] = ['requestRead', 'responseSent'].map((name) => column(answer.server.samples, 'ns', name)[other]);
      assert.ok(at(answer, 'requestStart')[row] < read && read <= sent && read < at(answer, 'firstByte')[row]);
    }
  });

  test('waits for the relay’s byte before it begins', async () => {
    const WAIT_MS = 30;
    let carrier;
    const via = (target) =>
      new Promise((resolve) => {
        carrier = net.createServer((socket) => {
          const upstream = net.connect(target, '127.0.0.1');
          for (const one of [socket, upstream]) one.on('error', () => undefined);
          setTimeout(() => {
            socket.write(Buffer.from([0]));
            socket.pipe(upstream);
            upstream.pipe(socket);
          }, WAIT_MS);
        });
        carrier.listen(0, '127.0.0.1', () => resolve(carrier.address().port));
      });
    try {
      const answer = await block({ handshakes: 3, via });
      assert.equal(answer.client.done.failed, 0);
      for (let row = 0; row < 3; row++) assert.ok(at(answer, 'connectEnd')[row] - at(answer, 'connectStart')[row] >= (WAIT_MS - 1) * 1e6);
    } finally {
      carrier.close();
    }
  });

  test('a client shows a certificate, and is refused without one', async () => {
    assert.deepEqual((await block({ tls: { mutual: true } })).client.done.failed, 0);
    const resumed = await block({ tls: { mutual: true, session: 'ticket' } });
    assert.deepEqual([resumed.client.done.failed, at(resumed, 'resumed')], [0, Array(6).fill(1)]);
    const { server } = await block({ server: { mutual: true } });
    assert.ok(server.done.failed > 0);
    assert.match(server.samples[0].header.strings.join(), /^server: handshake/);
  });

  test('keeps the sessions of so many names, the least recently used goes first', async () => {
    const answer = await block({ tls: { session: 'cache', cacheSize: 2 }, handshakes: 6, names: [0, 1, 0, 2, 1, 2] });
    assert.deepEqual(at(answer, 'name'), [0, 1, 0, 2, 1, 2]);
    assert.deepEqual(at(answer, 'resumed'), [0, 0, 1, 0, 0, 1]);
    // A Node server sends none where it resumed.
    assert.deepEqual(at(answer, 'tickets').map((count) => count > 0), [true, true, false, true, true, false]);
    assert.equal((await block({ tls: { session: 'cache', cacheSize: 2 } })).client.done.code, 'bad-request');
  });

  for (const version of ['1.2', '1.3']) {
    for (const hooks of ['timing', 'off']) {
      test(`tells the secrets of blocks on the wire: TLS ${version}, hooks ${hooks}`, async () => {
        const { client, server } = await block({ tls: { version }, observe: 'wire', hooks });
        const label = version === '1.2' ? 'CLIENT_RANDOM ' : 'CLIENT_TRAFFIC_SECRET_0 ';
        for (const { done } of [client, server]) assert.equal(done.keyLog.filter((line) => line.startsWith(label)).length, 6);
        assert.equal((await block({ hooks })).client.done.keyLog, undefined);
      });
    }
  }

  test('holds connections and lets them go', async () => {
    const [server, client] = [startWorker('server'), startWorker('client')];
    try {
      await Promise.all([server.ready, client.ready]);
      const common = { type: 'configure', endpoint: 0, epochNs: '0', serverName: 'lab.test', hooks: 'timing', capacity: 8, delayNs: 0, tls: { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false } };
      await server.ask({ ...common, certificateFile: certificates.chain, keyFile: certificates.key });
      await client.ask({ ...common, rootFile: certificates.root });
      const { port } = await server.ask({ type: 'serve', endpoint: 0 });
      const request = { type: 'hold', endpoint: 0, connections: 40, timeoutMs: 20_000 };
      assert.equal((await server.ask(request)).connections, 0);
      assert.deepEqual({ ...(await client.ask({ ...request, port })), id: 0 }, { type: 'holding', id: 0, endpoint: 0, connections: 40, failed: 0 });
      // The client need not wait until the server has read its Finished.
      let held = 0;
      for (const until = Date.now() + 5_000; held < 40 && Date.now() < until; ) held = (await server.ask(request)).connections;
      assert.equal(held, 40);
      assert.equal((await client.ask({ type: 'release', endpoint: 0 })).type, 'released');
      assert.equal((await server.ask({ type: 'release', endpoint: 0 })).type, 'released');
      // And measures as before.
      await server.ask({ type: 'block', endpoint: 0, block: 1, observe: 'timing', handshakes: 2, connections: 1, timeoutMs: 5_000 });
      assert.equal((await client.ask({ type: 'block', endpoint: 0, block: 1, observe: 'timing', handshakes: 2, connections: 1, port, timeoutMs: 5_000 })).failed, 0);
    } finally {
      client.child.kill();
      server.child.kill();
    }
  });

  for (const tls of [{ earlyData: 'accepted' }, { antiReplay: true }, { tickets: 1 }, { session: 'off' }, { version: '1.1' }, { cacheSize: 4 }]) {
    const [what] = Object.keys(tls);
    test(`refuses ${what} that it cannot do`, async () => {
      const worker = startWorker('client');
      await worker.ready;
      const answer = await worker.ask({ type: 'configure', endpoint: 0, epochNs: '0', serverName: 'lab.test', hooks: 'timing', capacity: 8, delayNs: 0, rootFile: certificates.root, tls: { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false, ...tls } });
      assert.equal(answer.type, 'error');
      assert.match(answer.message, new RegExp(what));
      worker.child.stdin.end();
    });
  }
});

test('an unknown endpoint is an answer, not an end', async () => {
  const worker = startWorker('client');
  await worker.ready;
  const answer = await worker.ask({ type: 'block', endpoint: 9, block: 1, observe: 'timing', handshakes: 1, connections: 1, port: 1, timeoutMs: 100 });
  assert.equal(answer.type, 'error');
  assert.equal(answer.code, 'no-endpoint');
  worker.child.stdin.end();
  assert.equal(await worker.exited, 0);
});

test('bytes that are no frame end it with code 2', async () => {
  const worker = startWorker('server');
  await worker.ready;
  worker.child.stdin.write(Buffer.from([1, 0, 0, 0, 0x58]));
  assert.equal(await worker.exited, 2);
});
