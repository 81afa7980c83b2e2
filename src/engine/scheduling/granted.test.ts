import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { grantedPriority, parseThreadScheduling, readGranted } from './granted.ts';
import { commandPrefix } from './priority.ts';

/** As Linux 6.18 writes them. */
const stat = (nice: number, realtime: number, policy: number): string =>
  `4979 (cat (a) b) R 4978 4966 21434 0 -1 4194304 77 0 0 0 0 0 0 0 20 ${nice} 1 0 1407769 3133440 384 18446744073709551615 93963410264064 93963410283945 140725891832216 0 0 0 0 0 0 0 0 0 17 0 ${realtime} ${policy} 0 0 0 93963410299952 93963410301568\n`;

describe('a thread’s scheduling', () => {
  it('is read from its stat', () => {
    expect(parseThreadScheduling(stat(0, 1, 2))).toEqual({ policy: 'SCHED_RR', nice: 0, realtimePriority: 1 });
    expect(parseThreadScheduling(stat(-10, 0, 0))).toEqual({ policy: 'SCHED_OTHER', nice: -10, realtimePriority: 0 });
    expect(parseThreadScheduling(stat(0, 0, 99))?.policy).toBe('policy 99');
    expect(parseThreadScheduling('1 (x) R 2')).toBeNull();
  });
});

describe('what came of a priority', () => {
  const thread = (policy: string, nice: number, realtimePriority: number, threads = 1) => ({ policy, nice, realtimePriority, threads });
  const [NORMAL, HIGH, REALTIME] = [thread('SCHED_OTHER', 0, 0), thread('SCHED_OTHER', -10, 0, 4), thread('SCHED_RR', 0, 1, 5)];

  it('is nothing where none was asked for', () => {
    expect(grantedPriority('normal', null, [{ name: 'go server', threads: [NORMAL] }])).toBeNull();
  });

  it('is granted where every thread has it', () => {
    expect(grantedPriority('high', null, [{ name: 'go server', threads: [HIGH] }])).toEqual({ what: 'priority', asked: 'high', got: 'nice -10', granted: true, reason: null });
    expect(grantedPriority('realtime', null, [{ name: 'go server', threads: [REALTIME] }])).toMatchObject({ got: 'SCHED_RR 1', granted: true });
  });

  it('names the threads that lack it', () => {
    expect(grantedPriority('realtime', null, [{ name: 'go server', threads: [REALTIME] }, { name: 'node client', threads: [REALTIME, NORMAL] }])).toEqual({
      what: 'priority', asked: 'realtime', got: 'SCHED_RR 1, normal', granted: false, reason: '1 of node client’s threads: normal',
    });
  });

  it('is what was refused beforehand', () => {
    expect(grantedPriority('high', 'nice is not on PATH', [{ name: 'go server', threads: [NORMAL] }])).toEqual({ what: 'priority', asked: 'high', got: 'normal', granted: false, reason: 'nice is not on PATH' });
    expect(grantedPriority('high', null, [])?.granted).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('this machine', () => {
  it('says what this process has', () => {
    expect(readGranted(process.pid).reduce((sum, { threads }) => sum + threads, 0)).toBeGreaterThan(1);
    expect(readGranted(2 ** 22)).toEqual([]);
  });

  it.each(['high', 'realtime'] as const)('gives a worker %s priority with all its threads, or says why not', async (priority) => {
    const { words, refused } = await commandPrefix({ priority });
    expect(words.length === 0).toBe(refused !== null);
    const command = [...words, 'taskset', '-c', '0', process.execPath, '-e', "process.stdout.write('here\\n'); setInterval(() => {}, 1e6);"];
    const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const granted = grantedPriority(priority, refused, [{ name: 'worker', threads: readGranted(child.pid as number) }]);
      expect(granted?.granted).toBe(refused === null);
      expect(granted?.reason).toBe(refused);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('puts nothing before a command where nothing is asked for', async () => {
    expect(await commandPrefix({ priority: 'normal' })).toEqual({ words: [], refused: null });
  });

  it('says which program is not there', async () => {
    expect(await commandPrefix({ priority: 'realtime' }, '/nowhere')).toEqual({ words: [], refused: 'chrt is not on PATH; install util-linux' });
  });

  it('says what the system said where it refuses, and lets the worker start without', async () => {
    const folder = mkdtempSync(join(os.tmpdir(), 'refusing-'));
    try {
      symlinkSync('/bin/cat', join(folder, 'cat'));
      writeFileSync(join(folder, 'chrt'), '#!/bin/sh\necho "chrt: failed to set pid 0\'s policy: Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
      writeFileSync(join(folder, 'nice'), '#!/bin/sh\necho "nice: cannot set niceness: Permission denied" >&2\nshift 2\nexec "$@"\n', { mode: 0o755 });
      expect(await commandPrefix({ priority: 'realtime' }, folder)).toEqual({ words: [], refused: expect.stringContaining('Operation not permitted: it needs CAP_SYS_NICE') as string });
      expect(await commandPrefix({ priority: 'high' }, folder)).toEqual({ words: [], refused: expect.stringContaining('Permission denied: it needs CAP_SYS_NICE') as string });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
