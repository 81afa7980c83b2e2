// A virtual display of our own: started on a free number, ended by its pid.
import { spawn } from 'node:child_process';

/** Starts Xvfb and resolves with {display, stop}. The server chooses the number itself (-displayfd), so no two can clash. */
export function startDisplay() {
  return new Promise((resolve, reject) => {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    let number = '';
    child.stdio[3].on('data', (chunk) => {
      number += chunk;
      if (!number.endsWith('\n')) return;
      child.removeAllListeners('exit');
      resolve({ display: `:${number.trim()}`, stop: () => child.kill() });
    });
  });
}
