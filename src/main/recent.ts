/** Runs and scenario files that were opened last, for the menu and the system's own list. */
import { app } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RecentFile } from '../shared/ipc/contract.ts';
import { readJson, writeJson } from './json-file.ts';

const MOST = 10;
const Kept = z.object({ files: z.array(RecentFile).catch([]).default([]) });

const file = (): string => join(app.getPath('userData'), 'recent.json');

/** The newest first, each once. Pure. */
export const withRecent = (files: readonly RecentFile[], opened: RecentFile): RecentFile[] => [opened, ...files.filter(({ path }) => path !== opened.path)].slice(0, MOST);

/** Those that are still there. */
export const recentFiles = (): RecentFile[] => readJson(file(), Kept).files.filter(({ path }) => existsSync(path));

export function noteRecent(opened: RecentFile): void {
  writeJson(file(), { files: withRecent(recentFiles(), opened) });
  app.addRecentDocument(opened.path);
}

export function clearRecent(): void {
  writeJson(file(), { files: [] });
  app.clearRecentDocuments();
}
