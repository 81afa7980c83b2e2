import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { makeCertificates, startWorker } from './worker.mjs';

let certificates;
before(() => {
  certificates = makeCertificates();
});
after(() => certificates.remove());

const column = (samples, quantity, name) => [...samples.find((one) => one.header.quantity === quantity).columns.get(name)];

/** One block between two workers; both sides' answers and samples. */
async function block({ tls = {}, client: clientTls = {}, server: serverTls = {}, observe = 'timing', handshakes = 6, connections = 1, hooks = 'timing', root = certificates.root } = {}) {
  const server = startWorker('server');
  const client = startWorker('client');
  const { chain, key } = certificates;
  const settings = { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false, ...tls };
  const common = { type: 'configure', endpoint: 0, epochNs: (process.hrtime.bigint() - 1_000_000_000n).toString(), serverName: 'lab.test', hooks, capacity: 64, delayNs: 0 };
  try {
    await Promise.all([server.ready, client.ready]);
    await server.ask({ ...common, tls: { ...settings, ...serverTls }, certificateFile: chain, keyFile: key });
    await client.ask({ ...common, tls: { ...settings, ...clientTls }, rootFile: root });
    const { port } = await server.ask({ type: 'serve', endpoint: 0 });
    const request = { endpoint: 0, block: 1, observe, handshakes, connections, timeoutMs: 10_000 };
    assert.equal((await server.ask({ type: 'block', ...request })).type, 'armed');
    const clientDone = await client.ask({ type: 'block', ...request, port });
    const serverDone = await server.ask({ type: 'collect', endpoint: 0, block: 1, expect: handshakes, timeoutMs: 2_000 });
    const answer = { client: { done: clientDone, samples: client.samples() }, server: { done: serverDone, samples: server.samples() } };
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
