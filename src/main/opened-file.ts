/** A run or a scenario that the person gave to the app from outside: on the command line, or by a double click. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const OPENS = /\.(hsrun|hsrun\.zip|hslab\.yaml)$/;

export function fileIn(argv: readonly string[], cwd: string): string | null {
  const given = argv.find((arg) => !arg.startsWith('-') && OPENS.test(arg.replace(/\/+$/, '')));
  const path = given === undefined ? null : resolve(cwd, given);
  return path !== null && existsSync(path) ? path : null;
}
