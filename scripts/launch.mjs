// Runs a program in this terminal and takes over its exit code; signals go on to it, each once.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A terminal gives Ctrl-C (and its own end) to every process of the group itself. */
const atTerminal = () => [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

export function launch(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    // Sent on as well, Ctrl-C would reach the program twice, and the second time means "at once": a run would end without its summary.
    // Without a handler this process would end before the child has tidied up, so there is one in either case.
    const keep = () => {};
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, atTerminal() ? keep : pass);
    process.on('SIGTERM', pass);
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
