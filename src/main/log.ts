/** The app's log file: what main and the engine's process say, in the folder of user data, turned over at 1 MiB. */
import { app } from 'electron';
import log from 'electron-log/node';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { parseLog, type LogEntry, type LogLevel } from '../shared/log.ts';

export const logFolder = (): string => join(app.getPath('userData'), 'logs');
const file = (): string => join(logFolder(), 'app.log');
/** As electron-log names it when it turns over. */
const earlier = (): string => join(logFolder(), 'app.old.log');

/** Begins the file; from now on errors on the console go there, too. */
export function beginLog(): void {
  log.transports.console.level = false;
  Object.assign(log.transports.file, { resolvePathFn: file, format: '{iso} {level} {text}', maxSize: 1024 ** 2, writeOptions: { flag: 'a', mode: 0o600, encoding: 'utf8' } });
  const toConsole = console.error.bind(console);
  console.error = (...said: unknown[]) => {
    toConsole(...said);
    note('error', format(...said));
  };
}

export const note = (level: LogLevel, text: string): void => log[level](text);

export function lastEntries(): LogEntry[] {
  const text = [earlier(), file()].filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8')).join('');
  return parseLog(text);
}
