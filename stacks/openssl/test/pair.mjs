// Drives a client and a server worker over their pipes, for tests. HSLAB_OPENSSL_WORKER names the program.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMessage, FrameReader } from '../../node/lib/frames.mjs';

const program = process.env.HSLAB_OPENSSL_WORKER;
if (!program) throw new Error('set HSLAB_OPENSSL_WORKER to the program to be tested');

export function startWorker(role) {
  const child = spawn(program, ['--role', role], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting = [];
  const frames = [];
  let stderr = '';
  const reader = new FrameReader((frame) => {
    frames.push(frame);
    if (frame.kind === 'J') waiting.shift()?.resolve(frame.message);
  });
  child.stdout.on('data', (chunk) => reader.push(chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdin.on('error', () => undefined);
  // 'close', not 'exit': its last words may still be in the pipe.
  const exited = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  void exited.then((code) => waiting.splice(0).forEach(({ reject }) => reject(new Error(`the ${role} ended with ${code}: ${stderr}`))));
  let id = 0;
  const answer = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const ready = answer();
  return {
    child,
    exited,
    ready,
    stderr: () => stderr,
    ask(message) {
      const told = answer();
      child.stdin.write(encodeMessage({ id: ++id, ...message }));
      return told;
    },
    samples: () => frames.splice(0).filter(({ kind }) => kind === 'S'),
  };
}

/** A root, an intermediate, a leaf for lab.test and all names below it, and a root that nobody trusts. */
export function makeCertificates() {
  const folder = mkdtempSync(join(tmpdir(), 'hslab-openssl-test-'));
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(join(folder, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n');
  writeFileSync(join(folder, 'leaf.ext'), 'subjectAltName=DNS:lab.test,DNS:*.lab.test\n');
  const issued = (name, issuer, ext) => {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '2', '-extfile', ext, '-out', `${name}.pem`);
  };
  for (const root of ['root', 'other']) openssl('req', '-x509', ...key, '-keyout', `${root}.key`, '-out', `${root}.pem`, '-days', '2', '-subj', `/CN=${root}`);
  issued('middle', 'root', 'ca.ext');
  issued('leaf', 'middle', 'leaf.ext');
  execFileSync('sh', ['-c', 'cat leaf.pem middle.pem > chain.pem'], { cwd: folder });
  const at = (name) => join(folder, name);
  return { root: at('root.pem'), other: at('other.pem'), chain: at('chain.pem'), key: at('leaf.key'), remove: () => rmSync(folder, { recursive: true }) };
}

const TLS = { version: '1.3', groups: ['x25519'], alpn: [], session: 'full', retry: false };

/** A pair that is configured and serves; `tls` for both sides, `client` and `server` for one. */
export async function makePair(certificates, { tls = {}, client: clientTls = {}, server: serverTls = {}, root = certificates.root, ...more } = {}) {
  const server = startWorker('server');
  const client = startWorker('client');
  const { chain, key } = certificates;
  const common = { type: 'configure', endpoint: 0, epochNs: (process.hrtime.bigint() - 1_000_000_000n).toString(), serverName: 'lab.test', hooks: 'timing', capacity: 512, delayNs: 0, ...more };
  const ready = await Promise.all([server.ready, client.ready]);
  const configured = [
    await server.ask({ ...common, tls: { ...TLS, ...tls, ...serverTls }, certificateFile: chain, keyFile: key, rootFile: certificates.root }),
    await client.ask({ ...common, tls: { ...TLS, ...tls, ...clientTls }, certificateFile: chain, keyFile: key, rootFile: root }),
  ];
  const { port } = await server.ask({ type: 'serve', endpoint: 0 });
  let blocks = 0;
  return {
    client,
    server,
    port,
    ready,
    configured,
    async block({ handshakes = 6, connections = 1, observe = 'timing', scheduleNs = null, names = null, timeoutMs = 10_000 } = {}) {
      const request = { endpoint: 0, block: ++blocks, observe, handshakes, connections, timeoutMs };
      await server.ask({ type: 'block', ...request });
      const clientDone = await client.ask({ type: 'block', ...request, port, scheduleNs, names });
      const serverDone = await server.ask({ type: 'collect', endpoint: 0, block: blocks, expect: clientDone.handshakes, timeoutMs: 2_000 });
      return { client: side(clientDone, client.samples()), server: side(serverDone, server.samples()) };
    },
    async stop() {
      await Promise.all([client.ask({ type: 'stop' }), server.ask({ type: 'stop' })]);
      const codes = await Promise.all([client.exited, server.exited]);
      return { codes, stderr: client.stderr() + server.stderr() };
    },
    kill() {
      client.child.kill();
      server.child.kill();
    },
  };
}

function side(done, samples) {
  const of = (quantity) => samples.find(({ header }) => header.quantity === quantity);
  return {
    done,
    has: (name, quantity = 'ns') => of(quantity).columns.has(name),
    column: (name, quantity = 'ns') => [...(of(quantity).columns.get(name) ?? [])],
    texts: (name) => [...(of('ns').columns.get(name) ?? [])].map((index) => (index === -1 ? '' : (of('ns').header.strings[index] ?? null))),
  };
}
