// Starts a worker and reads its first frame (stacks/PROTOCOL.md): that it starts, and what it is.
import { spawn } from 'node:child_process';
import { Unavailable } from './step.mjs';

const TIMEOUT_MS = 20_000;
const HEAD_BYTES = 5;

/**
 * @param {{path: string, args?: string[], env?: Record<string, string>, remedy: string}} worker
 * @returns {Promise<{version: string, library: {name: string, version: string}}>} its `ready`
 */
export function workerSays({ path, args = [], env = {}, remedy }) {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [...args, '--role', 'client'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = Buffer.alloc(0);
    let said = '';
    const fail = (reason) => reject(new Unavailable(`its worker ${reason}${said.trim() ? `: ${said.trim().split('\n').at(-1)}` : ''}`, remedy));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`did not say that it is ready within ${TIMEOUT_MS / 1000} s`);
    }, TIMEOUT_MS);
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdin.on('error', () => undefined); // EPIPE: its end says more
    child.stdout.on('data', (chunk) => {
      out = Buffer.concat([out, chunk]);
      const length = out.length >= HEAD_BYTES ? out.readUInt32LE(0) : Infinity;
      if (out.length < 4 + length) return;
      // The end of its input ends a worker.
      child.stdin.end();
      try {
        resolve(JSON.parse(out.toString('utf8', HEAD_BYTES, 4 + length)));
      } catch {
        fail('does not speak the protocol');
      }
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? `code ${code}`}`);
    });
  });
}
