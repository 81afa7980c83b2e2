/** The words before a worker's command that give it the priority a scenario asks for. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { HIGH_NICE, meets, parseThreadScheduling, REALTIME_PRIORITY, schedulingText, type Priority } from './granted.ts';

const execute = promisify(execFile);
const TRIAL_MS = 5_000;

export interface CommandPrefix {
  /** To be put before `taskset -c …`; empty where nothing is asked for or it is refused: the worker then starts all the same. */
  readonly words: readonly string[];
  /** Why the priority cannot be had, and what would help; null where it can. */
  readonly refused: string | null;
}

const WORDS: Readonly<Record<Exclude<Priority, 'normal'>, readonly [string, ...string[]]>> = {
  high: ['nice', '-n', String(HIGH_NICE)],
  realtime: ['chrt', '--rr', String(REALTIME_PRIORITY)],
};
const REMEDY: Readonly<Record<Exclude<Priority, 'normal'>, string>> = {
  high: 'it needs CAP_SYS_NICE, or a nice limit of 30 or more (ulimit -e; "nice" in limits.conf)',
  realtime: 'it needs CAP_SYS_NICE, or a real-time limit of 1 or more (ulimit -r; "rtprio" in limits.conf)',
};

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/**
 * Tries the words on a program that tells what it got: `nice` goes on without the priority where it is refused, while `chrt`
 * does not start the program at all, and no worker must fail for a wish.
 */
export async function commandPrefix({ priority }: { readonly priority: Priority }, path = process.env['PATH'] ?? ''): Promise<CommandPrefix> {
  if (priority === 'normal') return { words: [], refused: null };
  const words = WORDS[priority];
  const [program, ...rest] = words;
  if (process.platform !== 'linux') return { words: [], refused: `only on Linux; this is ${process.platform}` };
  if (!isOnPath(program, path)) return { words: [], refused: `${program} is not on PATH; install ${program === 'chrt' ? 'util-linux' : 'coreutils'}` };
  try {
    const { stdout, stderr } = await execute(program, [...rest, 'cat', '/proc/self/stat'], { timeout: TRIAL_MS, env: { ...process.env, PATH: path } });
    const got = parseThreadScheduling(stdout);
    if (got && meets(priority, got)) return { words, refused: null };
    return { words: [], refused: `${firstLine(stderr) || `got ${got ? schedulingText(got) : 'nothing'}`}: ${REMEDY[priority]}` };
  } catch (error) {
    return { words: [], refused: `${firstLine((error as { stderr?: string }).stderr ?? '') || `${program} failed`}: ${REMEDY[priority]}` };
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
