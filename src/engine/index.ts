/** What other parts may use of the engine. */
import { Engine, type EngineOptions } from './engine.ts';

export { Engine, type EngineOptions };
export type { ReservedCpus } from './plan/placement.ts';
export type { LivePort } from './run/live-hub.ts';
export { LabError, messageOf } from './errors.ts';
export { ARCHIVE_SUFFIX, archiveName } from './archive/index.ts';
export { fileSink, streamSink, type ExportWish } from './export/index.ts';

export const createEngine = (options: EngineOptions): Engine => new Engine(options);
