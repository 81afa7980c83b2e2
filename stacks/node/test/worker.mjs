// Drives a worker over its pipes, for tests.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeMessage, FrameReader } from '../lib/frames.mjs';

const script = fileURLToPath(new URL('../worker.mjs', import.meta.url));

export function startWorker(role) {
  const child = spawn(process.execPath, [script, '--role', role], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting = [];
  const frames = [];
  const reader = new FrameReader((frame) => {
    frames.push(frame);
    if (frame.kind === 'J') waiting.shift()?.(frame.message);
  });
  child.stdout.on('data', (chunk) => reader.push(chunk));
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  let id = 0;
  const answer = () => new Promise((resolve) => waiting.push(resolve));
  const ready = answer();
  return {
    child,
    exited,
    ready,
    ask(message) {
      const told = answer();
      child.stdin.write(encodeMessage({ id: ++id, ...message }));
      return told;
    },
    /** Frames since the last call, in the order in which they came. */
    frames: () => frames.splice(0),
  };
}

/** A root and a leaf for lab.test, by openssl. */
export function makeCertificates() {
  const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'root.key', '-out', 'root.pem', '-days', '2', '-subj', '/CN=root');
  openssl('req', ...key, '-keyout', 'key.pem', '-out', 'leaf.csr', '-subj', '/CN=lab.test');
  writeFileSync(join(folder, 'ext'), 'subjectAltName=DNS:lab.test,DNS:*.lab.test\n');
  openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext', '-out', 'chain.pem');
  openssl('req', '-x509', ...key, '-keyout', 'other.key', '-out', 'other.pem', '-days', '2', '-subj', '/CN=other');
  return { root: join(folder, 'root.pem'), other: join(folder, 'other.pem'), chain: join(folder, 'chain.pem'), key: join(folder, 'key.pem'), remove: () => rmSync(folder, { recursive: true }) };
}
