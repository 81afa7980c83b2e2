// Runs a program to its end. Output is kept, not shown: a step that fails says the last of it.
import { spawn } from 'node:child_process';

export class CommandError extends Error {
  name = 'CommandError';
  /** Everything that the program wrote, both streams as they came. */
  output = '';
}

/**
 * Resolves with what the program wrote to stdout; rejects with a CommandError that holds the last lines of both streams.
 * The program is ended after `timeoutMs`.
 */
export function run(command, args, { cwd, env, timeoutMs = 300_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk) => (all += chunk));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
      // A grandchild (npm's, MSBuild's) may hold the pipes open: 'close' would wait for it.
      child.stdout.destroy();
      child.stderr.destroy();
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new CommandError(`${command}: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(out);
      const tail = all.trim().split('\n').slice(-6).join('\n');
      const error = new CommandError(`${command} ${args.join(' ')} ${late ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? `code ${code}`}`}${tail ? `:\n${tail}` : ''}`);
      error.output = all;
      reject(error);
    });
  });
}
