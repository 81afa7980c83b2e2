// Unpacks a zip with Node's own zlib (PKWARE APPNOTE 6.3.10, 4.3.6–4.3.16: stored and deflated entries, no zip64).
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Unavailable } from './step.mjs';

const REMEDY = 'the download is damaged: start again to fetch it anew';

const END_OF_DIRECTORY = 0x06054b50;
const SYMLINK = 0o120000;

function readAt(file, position, length) {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, position);
  return bytes;
}

/** Writes the entries for which `wanted(name)` gives a path (relative to `folder`); null leaves one out. */
export function unzip(archive, folder, wanted) {
  const file = openSync(archive, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Unavailable(`${archive} is no zip archive`, REMEDY);
    const count = tail.readUInt16LE(end + 10);
    const directory = readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    let at = 0;
    for (let index = 0; index < count; index++) {
      const method = directory.readUInt16LE(at + 10);
      const packed = directory.readUInt32LE(at + 20);
      const nameLength = directory.readUInt16LE(at + 28);
      const skip = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
      const mode = directory.readUInt32LE(at + 38) >>> 16;
      const offset = directory.readUInt32LE(at + 42);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      at += 46 + nameLength + skip;
      const target = wanted(name);
      if (target === null || name.endsWith('/')) continue;
      const path = join(folder, target);
      if (normalize(path) !== path || !path.startsWith(folder)) throw new Unavailable(`${archive} holds ${name}, which leaves its folder`, REMEDY);
      const local = readAt(file, offset, 30);
      const data = readAt(file, offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
      const content = method === 0 ? data : inflateRawSync(data);
      mkdirSync(dirname(path), { recursive: true });
      if ((mode & 0o170000) === SYMLINK) {
        symlinkSync(content.toString(), path);
      } else {
        writeFileSync(path, content);
        if (mode & 0o111) chmodSync(path, 0o755);
      }
    }
  } finally {
    closeSync(file);
  }
}
