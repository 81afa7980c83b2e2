/**
 * An Arrow IPC stream that grows batch by batch and is readable at any moment: each append is one whole
 * message, so a process that dies leaves a shorter stream, not a broken one.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { RecordBatchReader, Table, tableToIPC, type RecordBatch, type Schema } from 'apache-arrow';

/** Continuation marker and zero length: the end of a stream (Arrow columnar format, "IPC Streaming Format"). */
const END = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
const MARKER_BYTES = 8;

/** The length of a message's metadata with its prefix: marker, length, flatbuffer. */
function messageHead(bytes: Uint8Array): number {
  return MARKER_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
}

export class ArrowAppender {
  readonly #file: number;
  #schemaBytes: number;
  #at: number;

  constructor(path: string, readonly schema: Schema) {
    const empty = tableToIPC(new Table(schema), 'stream');
    this.#schemaBytes = messageHead(empty);
    this.#file = openSync(path, 'w', 0o644);
    this.#at = writeSync(this.#file, empty.subarray(0, this.#schemaBytes));
  }

  /** Where in the file the batch lies. */
  append(batch: RecordBatch): { offset: number; bytes: number } {
    // apache-arrow writes whole streams only; the schema message is the same each time, so what follows it is the batch.
    const stream = tableToIPC(new Table([batch]), 'stream');
    this.#schemaBytes = messageHead(stream);
    const offset = this.#at;
    const bytes = writeSync(this.#file, stream.subarray(this.#schemaBytes, stream.length - END.length));
    this.#at += bytes;
    return { offset, bytes };
  }

  close(): void {
    writeSync(this.#file, END);
    closeSync(this.#file);
  }
}

function readAt(file: number, offset: number, bytes: number): Uint8Array {
  const buffer = new Uint8Array(bytes);
  let have = 0;
  while (have < bytes) {
    const read = readSync(file, buffer, have, bytes - have, offset + have);
    if (read === 0) break;
    have += read;
  }
  return have === bytes ? buffer : buffer.subarray(0, have);
}

/** Opens a file for one look, so that nobody has to close what stays open between two of them. */
function looking<T>(path: string, read: (file: number) => T): T {
  const file = openSync(path, 'r');
  try {
    return read(file);
  } finally {
    closeSync(file);
  }
}

/** The batches of a stream one at a time, from their places; each is read when it is asked for. */
export class ArrowPages {
  readonly #schema: Uint8Array;

  constructor(private readonly path: string) {
    this.#schema = looking(path, (file) => {
      const head = readAt(file, 0, MARKER_BYTES);
      return head.length < MARKER_BYTES ? new Uint8Array(0) : readAt(file, 0, messageHead(head));
    });
  }

  batch(offset: number, bytes: number): RecordBatch | null {
    const body = looking(this.path, (file) => readAt(file, offset, bytes));
    if (body.length < bytes) return null;
    const stream = new Uint8Array(this.#schema.length + body.length + END.length);
    stream.set(this.#schema);
    stream.set(body, this.#schema.length);
    stream.set(END, this.#schema.length + body.length);
    for (const batch of RecordBatchReader.from(stream)) return batch;
    return null;
  }
}

/** The whole batches of a stream that fits memory; a torn end is left out. */
export function readBatches(path: string): RecordBatch[] {
  const batches: RecordBatch[] = [];
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return batches;
    throw error;
  }
  try {
    for (const batch of RecordBatchReader.from(readAt(file, 0, fstatSync(file).size))) batches.push(batch);
  } catch (error) {
    // A torn last message: what came before it is whole.
    if (batches.length === 0) throw error;
  } finally {
    closeSync(file);
  }
  return batches;
}
