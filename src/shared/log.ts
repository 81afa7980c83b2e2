/** The lines of the app's log file: `2026-01-02T03:04:05.678Z warn text`; a line without that beginning goes on with the text before. Pure. */
import { z } from 'zod';

export const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LogEntry = z.object({ at: z.string(), level: z.enum(LOG_LEVELS), text: z.string() });
export type LogEntry = z.infer<typeof LogEntry>;

/** What the window shows and the diagnostics hold. */
export const SHOWN_ENTRIES = 300;

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (error|warn|info) (.*)$/;

/** The last entries, the oldest first. */
export function parseLog(text: string, most = SHOWN_ENTRIES): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, at, level, rest] = LINE.exec(line) ?? [];
    const last = entries.at(-1);
    if (at !== undefined && rest !== undefined) entries.push({ at, level: level as LogLevel, text: rest });
    else if (last && line !== '') last.text += `\n${line}`;
  }
  return entries.slice(-most);
}

export const logText = (entries: readonly LogEntry[]): string => entries.map(({ at, level, text }) => `${at} ${level} ${text}`).join('\n');

/** As bad as this, or worse. */
export const atLeast = (entries: readonly LogEntry[], level: LogLevel): LogEntry[] => entries.filter((entry) => LOG_LEVELS.indexOf(entry.level) <= LOG_LEVELS.indexOf(level));
