/** `lab pack`, `lab unpack`: a run as one file for a colleague. */
import { resolve } from 'node:path';
import { archiveName, fileSink, type Engine } from '../engine/index.ts';
import { EXIT, type ExitCode } from './exit.ts';

export async function pack(engine: Engine, run: string, { out, withWire = false }: { readonly out?: string; readonly withWire?: boolean }): Promise<ExitCode> {
  const path = resolve(out ?? archiveName(engine.runs.find(run)));
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const { wireLeftOut } = await engine.pack(run, () => fileSink(path, { secret: withWire }), { withWire, signal: stop.signal });
    if (wireLeftOut) process.stderr.write('The recorded bytes (wire.json) were left out: they hold the TLS secrets of the measured handshakes. --with-wire packs them, too.\n');
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write('Stopped; nothing was written\n');
    return EXIT.interrupted;
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
  process.stderr.write(`Wrote ${path}\n`);
  return EXIT.good;
}

/** stdout: the run's id, for the next command. */
export async function unpack(engine: Engine, file: string): Promise<ExitCode> {
  const { id, folder, ignored } = await engine.unpack(resolve(file));
  if (ignored.length > 0) process.stderr.write(`Left alone, since no run has them: ${ignored.slice(0, 10).map((name) => JSON.stringify(name)).join(', ')}${ignored.length > 10 ? ` and ${ignored.length - 10} more` : ''}\n`);
  process.stderr.write(`Unpacked into ${folder}\n`);
  process.stdout.write(`${id}\n`);
  return EXIT.good;
}
