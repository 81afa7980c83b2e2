/**
 * An Arrow IPC stream that grows batch by batch and is readable at any moment: each append is one whole
 * message, so a process that dies leaves a shorter stream, not a broken one.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { RecordBatch, RecordBatchReader, Table, tableToIPC, type Schema } from 'apache-arrow';

/** Continuation marker and zero length: the end of a stream (Arrow columnar format, "IPC Streaming Format"). */
const END_BYTES = 8;

/** The length of a message's metadata with its prefix: marker, length, flatbuffer. */
function messageHead(bytes: Uint8Array): number {
  return 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
}

export class ArrowAppender {
  readonly #file: number;
  #schemaBytes: number;

  constructor(path: string, readonly schema: Schema) {
    const empty = tableToIPC(new Table(schema), 'stream');
    this.#schemaBytes = messageHead(empty);
    this.#file = openSync(path, 'w', 0o644);
    writeSync(this.#file, empty.subarray(0, this.#schemaBytes));
  }

  append(batch: RecordBatch): void {
    // apache-arrow writes whole streams only; the schema message is the same each time, so what follows it is the batch.
    const stream = tableToIPC(new Table([batch]), 'stream');
    this.#schemaBytes = messageHead(stream);
    writeSync(this.#file, stream.subarray(this.#schemaBytes, stream.length - END_BYTES));
  }

  close(): void {
    writeSync(this.#file, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0));
    closeSync(this.#file);
  }
}

/** The whole batches of a stream; a torn end is left out. */
export function readBatches(path: string): RecordBatch[] {
  const batches: RecordBatch[] = [];
  try {
    for (const batch of RecordBatchReader.from(readFileSync(path))) batches.push(batch);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return batches;
    // A torn last message: what came before it is whole.
    if (batches.length === 0) throw error;
  }
  return batches;
}
