/** A run as one file (`.hsrun.zip`). */
export { ARCHIVE_SUFFIX } from './entries.ts';
export { archiveName, hasWire, packRun, type PackOptions } from './pack.ts';
export { unpackRun, type Unpacked } from './unpack.ts';
