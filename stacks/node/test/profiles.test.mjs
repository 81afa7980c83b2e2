import assert from 'node:assert/strict';
import { Session } from 'node:inspector';
import test, { after, before, describe, mock } from 'node:test';
import { startProfile } from '../lib/profiler.mjs';
import { makeCertificates, startWorker } from './worker.mjs';

describe('in this process', () => {
  test('one at a time; its session is closed at the end', async () => {
    const closed = mock.method(Session.prototype, 'disconnect');
    const profile = await startProfile('cpu-profile');
    await assert.rejects(startProfile('alloc-profile'), { code: 'profiler-busy' });
    assert.equal((await profile.stop()).format, 'cpuprofile');
    profile.discard(); // after the end it is nothing
    assert.equal(closed.mock.callCount(), 1);
    const other = await startProfile('alloc-profile');
    other.discard();
    assert.equal(closed.mock.callCount(), 2);
    await (await startProfile('alloc-profile')).stop();
    assert.equal(closed.mock.callCount(), 3);
  });

  test('other observations start none', async () => {
    for (const observe of ['timing', 'allocations']) assert.equal(await startProfile(observe), null);
  });

  test('an allocation profile holds what a collection took away', async () => {
    const profile = await startProfile('alloc-profile');
    const allocate = () => Array.from({ length: 20_000 }, (_, index) => ({ index })).length;
    for (let round = 0; round < 40; round++) allocate();
    const { head } = JSON.parse((await profile.stop()).bytes);
    const bytes = (node) => node.selfSize + node.children.reduce((sum, child) => sum + bytes(child), 0);
    // 800 000 objects of at least a header and a field; by far more than would be left.
    assert.ok(bytes(head) > 8e6, `${bytes(head)} bytes`);
  });
});

describe('of handshakes', () => {
  const HANDSHAKES = 60;
  let certificates;
  before(() => {
    certificates = makeCertificates();
  });
  after(() => certificates.remove());

  test('both sides, one block after the other in the same two processes', async () => {
    const [server, client] = [startWorker('server'), startWorker('client')];
    try {
      const [{ offers }] = await Promise.all([client.ready, server.ready]);
      assert.ok(offers.includes('observe:cpu-profile') && offers.includes('observe:alloc-profile'));
      const common = { type: 'configure', endpoint: 0, epochNs: '0', tls: { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false }, serverName: 'lab.test', hooks: 'timing', capacity: HANDSHAKES, delayNs: 0 };
      await server.ask({ ...common, certificateFile: certificates.chain, keyFile: certificates.key });
      await client.ask({ ...common, rootFile: certificates.root });
      const { port } = await server.ask({ type: 'serve', endpoint: 0 });
      let block = 0;
      for (const [observe, format] of [['cpu-profile', 'cpuprofile'], ['alloc-profile', 'heapprofile'], ['timing', null], ['cpu-profile', 'cpuprofile']]) {
        const request = { endpoint: 0, block: ++block, observe, handshakes: HANDSHAKES, connections: 1, timeoutMs: 30_000 };
        client.frames();
        server.frames();
        assert.equal((await server.ask({ type: 'block', ...request })).type, 'armed');
        assert.equal((await client.ask({ type: 'block', ...request, port })).failed, 0);
        assert.equal((await server.ask({ type: 'collect', endpoint: 0, block, expect: HANDSHAKES, timeoutMs: 5_000 })).handshakes, HANDSHAKES);
        for (const { role, worker } of [{ role: 'client', worker: client }, { role: 'server', worker: server }]) {
          const frames = worker.frames().filter(({ kind, message }) => kind !== 'J' || message.type === 'done');
          assert.equal(frames.map(({ kind }) => kind).join(''), format ? 'PSJ' : 'SJ', `${role}, ${observe}`);
          if (!format) continue;
          assert.deepEqual(frames[0].header, { endpoint: 0, block, role, part: 'whole', format });
          CHECKS[format](JSON.parse(frames[0].bytes), role);
        }
      }
    } finally {
      client.child.kill();
      server.child.kill();
    }
  });

  const ours = (url, role) => url.endsWith(`/lib/${role}.mjs`) || url === 'node:_tls_wrap' || url === 'node:net';
  const CHECKS = {
    cpuprofile(profile, role) {
      assert.equal(profile.samples.length, profile.timeDeltas.length);
      const ids = new Set(profile.nodes.map(({ id }) => id));
      assert.ok(profile.samples.length > 20 && profile.samples.every((id) => ids.has(id)));
      assert.ok(profile.nodes.some(({ callFrame }) => ours(callFrame.url, role)), `no frame of the ${role}`);
    },
    heapprofile({ head }, role) {
      const seen = { bytes: 0, ours: false };
      const walk = (node) => {
        seen.bytes += node.selfSize;
        seen.ours ||= ours(node.callFrame.url, role);
        node.children.forEach(walk);
      };
      walk(head);
      // A handshake allocates some ten KB of JavaScript on either side.
      assert.ok(seen.bytes > HANDSHAKES * 2_000, `${seen.bytes} bytes`);
      assert.ok(seen.ours, `no frame of the ${role}`);
    },
  };

  test('what is no observation is refused', async () => {
    const worker = startWorker('client');
    await worker.ready;
    const configured = await worker.ask({ type: 'configure', endpoint: 0, epochNs: '0', tls: { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false }, rootFile: certificates.root, serverName: 'lab.test', hooks: 'timing', capacity: 4, delayNs: 0 });
    assert.equal(configured.type, 'configured');
    const answer = await worker.ask({ type: 'block', endpoint: 0, block: 1, observe: 'heap-snapshot', handshakes: 1, connections: 1, port: 1, timeoutMs: 100 });
    assert.equal(answer.code, 'unsupported');
    worker.child.kill();
  });
});
