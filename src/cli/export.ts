/** `lab export`: a run in another tool's format. */
import { resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { armNamed } from '../engine/compare.ts';
import { fileSink, streamSink, type Engine } from '../engine/index.ts';
import { EXPORT_IDS, EXPORTS, exportTitle, isSecret, type ExportId } from '../shared/export.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** What is written sooner needs no bar. */
const QUIET_MS = 1_000;

/** Each format with what it is for and what opens it, as `lab export --help` lists them. */
export function formatsHelp(): string {
  const width = Math.max(...EXPORT_IDS.map((id) => id.length));
  return ['', 'Formats:', ...EXPORT_IDS.flatMap((id) => [`  ${id.padEnd(width)}  ${EXPORTS[id].purpose.en}`, `  ${' '.repeat(width)}  opens in: ${EXPORTS[id].opener.en}`]), '', 'docs/exports.md says what each holds and what it cannot say.'].join('\n');
}

interface ExportOptions {
  readonly as: ExportId;
  readonly arm?: string;
  readonly out?: string;
}

export async function exportRun(engine: Engine, run: string, { as, arm, out }: ExportOptions): Promise<ExitCode> {
  const wish = { as, arm: arm === undefined ? null : armNamed(engine.result(run), arm) };
  // First whether it can be: what is there already under this name is left alone.
  const name = engine.exportName(run, wish);
  const path = resolve(out ?? name);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const bar = process.stderr.isTTY ? new SingleBar({ format: `${exportTitle(as, 'en')} {bar} {percentage} %`, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.shades_classic) : null;
  const begunMs = performance.now();
  const onProgress = (done: number): void => {
    if (!bar || performance.now() - begunMs < QUIET_MS) return;
    if (bar.isActive) bar.update(done);
    else bar.start(1, done);
  };
  try {
    await engine.export(run, wish, async () => (out === '-' ? streamSink(process.stdout) : fileSink(path, { secret: isSecret(as) })), { signal: stop.signal, onProgress });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write('Stopped; nothing was written\n');
    return EXIT.interrupted;
  } finally {
    bar?.stop();
    process.removeListener('SIGINT', interrupt);
  }
  if (out !== '-') process.stderr.write(`Wrote ${path}\n`);
  return EXIT.good;
}
