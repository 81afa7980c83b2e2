/** Runs in the formats of other tools. */
import { EXPORTS, type ExportId } from '../../shared/export.ts';
import { readRunFile } from '../store/run-reader.ts';
import { readWireFile } from '../wire/wire-file.ts';
import { toPcapng } from './pcapng.ts';

const WRITERS: Readonly<Record<ExportId, (folder: string) => Buffer<ArrayBuffer>>> = {
  pcapng: (folder) => {
    const { run } = readRunFile(folder);
    return toPcapng(readWireFile(folder), { startedAt: new Date(run.createdAt), application: `Handshake Lab ${run.appVersion}` });
  },
};

/** A file's content and a name for it. Throws a LabError where the run does not hold what the format tells of. */
export function exportRun(folder: string, as: ExportId): { name: string; bytes: Buffer<ArrayBuffer> } {
  const { run } = readRunFile(folder);
  return { name: `${run.id}.${EXPORTS[as].ending}`, bytes: WRITERS[as](folder) };
}
