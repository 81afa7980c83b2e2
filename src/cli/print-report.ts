/** Has Electron draw a report, without showing a window and without needing a display. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../engine/errors.ts';
import { readTools } from '../engine/stacks/programs.ts';
import type { ReportOptions } from '../shared/report/options.ts';
import type { ReportSource } from '../shared/report/source.ts';
import { findProject } from './context.ts';

export interface PrintOrder {
  readonly source: ReportSource;
  readonly options: ReportOptions;
  readonly as: 'pdf' | 'html';
  /** Absolute. */
  readonly out: string;
}

/** Loading and printing take about a second; this is for a machine that is busy with something else. */
const TIMEOUT_MS = 120_000;

function findElectron(root: string): string {
  const { electron } = readTools(root);
  const path = process.env['ELECTRON_EXEC_PATH'] ?? (electron !== undefined && 'path' in electron ? (electron.path as string) : null);
  if (path !== null && existsSync(path)) return path;
  const lacking = electron === undefined || 'path' in electron ? null : electron;
  const reason = lacking?.reason ?? (path === null ? 'it has not been set up' : `${path} is gone`);
  throw new LabError('missing-tool', `PDF and HTML are drawn by Electron, which is not available (Markdown needs none): ${reason}\n  remedy: ${lacking?.remedy ?? 'run npm start once: the set-up fetches it'}`);
}

/** Chromium talks on stderr too (about buses and graphics that a machine without a screen lacks); ours are the other lines. */
const isChromium = (line: string): boolean => /^\[\d+:\d+\/|^ERR: |^libva|^MESA/.test(line) || line.trim() === '';

export async function printReport(order: PrintOrder): Promise<void> {
  const { root } = findProject();
  const electron = findElectron(root);
  const scratch = mkdtempSync(join(tmpdir(), 'hslab-print-'));
  const file = join(scratch, 'order.json');
  writeFileSync(file, JSON.stringify(order));
  const args = [
    // As root Chromium refuses to start with its sandbox (crbug.com/638180).
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(process.platform === 'linux' ? ['--ozone-platform=headless'] : []),
    '--disable-gpu',
    '--log-level=3',
    root,
    '--print-report',
    file,
  ];
  try {
    const { code, said } = await finish(electron, args, { ...process.env, HSLAB_USER_DATA: scratch });
    if (code !== 0) throw new Error(said === '' ? `Electron ended with code ${code} and did not say why` : said);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function finish(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: TIMEOUT_MS });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    child.once('error', failed);
    child.once('close', (code) => done({ code, said: stderr.split('\n').filter((line) => !isChromium(line)).join('\n').trim() }));
  });
}
