/**
 * A recorded wire as a pcapng file (draft-ietf-opsawg-pcapng) that Wireshark opens and decrypts: the secrets are in it. What the relay kept are the bytes of
 * TCP connections, not packets: IP and TCP headers are made up around them, with the connections' own ports, and the file says so.
 */
import { readRunFile } from '../store/run-reader.ts';
import { readWireFile, type RecordedArm } from '../wire/wire-file.ts';
import { isWanted, type ExportSource, type Piece } from './piece.ts';

const BLOCKS = { section: 0x0a0d0d0a, interface: 1, packet: 6, secrets: 10 } as const;
const OPTIONS = { comment: 1, application: 4, interfaceName: 2, resolution: 9 } as const;
const BYTE_ORDER = 0x1a2b3c4d;
/** LINKTYPE_RAW: packets begin with the IP header. */
const LINK_TYPE = 101;
/** "TLSK": lines of the NSS key log format. */
const TLS_KEY_LOG = 0x544c534b;
const NANOSECONDS = 9;
/** So that a packet with its headers stays below 64 KiB. */
const MOST_PAYLOAD = 60_000;

const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function option(code: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}
const options = (...all: readonly Buffer[]): Buffer => (all.length === 0 ? Buffer.alloc(0) : Buffer.concat([...all, Buffer.alloc(4)]));

function block(type: number, body: Buffer): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32LE(type, 0);
  out.writeUInt32LE(out.length, 4);
  body.copy(out, 8);
  out.writeUInt32LE(out.length, out.length - 4);
  return out;
}

function section(comment: string, application: string): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(BYTE_ORDER, 0);
  head.writeUInt16LE(1, 4);
  head.writeBigInt64LE(-1n, 8); // The section's length is not told.
  return block(BLOCKS.section, Buffer.concat([head, options(option(OPTIONS.comment, Buffer.from(comment)), option(OPTIONS.application, Buffer.from(application)))]));
}

function interfaceOf(name: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(LINK_TYPE, 0);
  return block(BLOCKS.interface, Buffer.concat([head, options(option(OPTIONS.interfaceName, Buffer.from(name)), option(OPTIONS.resolution, Buffer.from([NANOSECONDS])))]));
}

function secrets(lines: readonly string[]): Buffer {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(TLS_KEY_LOG, 0);
  head.writeUInt32LE(text.length, 4);
  return block(BLOCKS.secrets, Buffer.concat([head, padded(text)]));
}

function packet(interfaceId: number, atNs: bigint, bytes: Buffer, comment: string | null): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(interfaceId, 0);
  head.writeUInt32LE(Number(atNs >> 32n), 4);
  head.writeUInt32LE(Number(atNs & 0xffffffffn), 8);
  head.writeUInt32LE(bytes.length, 12);
  head.writeUInt32LE(bytes.length, 16);
  return block(BLOCKS.packet, Buffer.concat([head, padded(bytes), comment === null ? options() : options(option(OPTIONS.comment, Buffer.from(comment)))]));
}

/** The one's complement sum of RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += at + 1 < bytes.length ? bytes.readUInt16BE(at) : bytes.readUInt8(at) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const FLAGS = { fin: 1, syn: 2, push: 8, ack: 16 } as const;

interface Segment {
  readonly from: End;
  readonly to: End;
  readonly flags: number;
  readonly payload: Buffer;
}

/** One end of a connection; `next`: the sequence number of its next byte. */
interface End {
  readonly address: readonly number[];
  readonly port: number;
  next: number;
}

function ipPacket({ from, to, flags, payload }: Segment): Buffer {
  const tcp = Buffer.alloc(20 + payload.length);
  tcp.writeUInt16BE(from.port, 0);
  tcp.writeUInt16BE(to.port, 2);
  tcp.writeUInt32BE(from.next >>> 0, 4);
  if ((flags & FLAGS.ack) !== 0) tcp.writeUInt32BE(to.next >>> 0, 8);
  tcp.writeUInt8(5 << 4, 12);
  tcp.writeUInt8(flags, 13);
  tcp.writeUInt16BE(0xffff, 14);
  payload.copy(tcp, 20);
  const pseudo = Buffer.from([...from.address, ...to.address, 0, 6, tcp.length >> 8, tcp.length & 255]);
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp])), 16);
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(20 + tcp.length, 2);
  ip.writeUInt8(64, 8);
  ip.writeUInt8(6, 9);
  Buffer.from([...from.address, ...to.address]).copy(ip, 12);
  ip.writeUInt16BE(checksum(ip), 10);
  from.next += payload.length + ((flags & (FLAGS.syn | FLAGS.fin)) !== 0 ? 1 : 0);
  return Buffer.concat([ip, tcp]);
}

const CLIENT = [127, 0, 0, 1];
/** Each arm's server has an address of its own, so that two connections from one port stay apart. */
const serverAddress = (arm: number): number[] => [127, 0, 1 + (arm >> 8), arm & 255];
/** Where Wireshark expects TLS. */
const TLS_PORT = 443;

interface TimedPacket {
  readonly atNs: number;
  readonly packet: (atNs: bigint) => Buffer;
}

function packetsOf({ connections, arm: name }: RecordedArm, arm: number): TimedPacket[] {
  return connections.flatMap(({ port, openedNs, closedNs, chunks }, order): TimedPacket[] => {
    // Different beginnings keep a port that comes again from looking like a retransmission.
    const client: End = { address: CLIENT, port, next: 1_000_000 * (order + 1) };
    const server: End = { address: serverAddress(arm), port: TLS_PORT, next: 500_000_000 + 1_000_000 * (order + 1) };
    const out: TimedPacket[] = [];
    const send = (atNs: number, from: End, flags: number, payload = Buffer.alloc(0), comment: string | null = null): void => {
      const bytes = ipPacket({ from, to: from === client ? server : client, flags, payload });
      out.push({ atNs, packet: (at) => packet(arm, at, bytes, comment) });
    };
    send(openedNs, client, FLAGS.syn, undefined, `${name}, connection ${order + 1}: made up, as all TCP headers in this file`);
    send(openedNs, server, FLAGS.syn | FLAGS.ack);
    send(openedNs, client, FLAGS.ack);
    for (const { from, readNs, base64 } of chunks) {
      const bytes = Buffer.from(base64, 'base64');
      for (let at = 0; at < bytes.length; at += MOST_PAYLOAD) send(readNs, from === 'client' ? client : server, FLAGS.push | FLAGS.ack, bytes.subarray(at, at + MOST_PAYLOAD));
    }
    const end = closedNs ?? chunks.at(-1)?.readNs ?? openedNs;
    send(end, server, FLAGS.fin | FLAGS.ack);
    send(end, client, FLAGS.fin | FLAGS.ack);
    send(end, server, FLAGS.ack);
    return out;
  });
}

/** Written so many packets at a time. */
const PACKETS_A_PIECE = 256;

export function* toPcapng(source: ExportSource): Generator<Piece, void, void> {
  const { run } = readRunFile(source.folder);
  const arms = readWireFile(source.folder).filter(({ arm }) => isWanted(source, arm));
  // When the run began: the packets' instants count from there.
  const startNs = BigInt(new Date(run.createdAt).getTime()) * 1_000_000n;
  const head = [
    section('TLS connections as a relay on the loopback interface read them. IP and TCP headers are made up around their bytes; times are when the relay had read them.', `Handshake Lab ${run.appVersion}`),
    ...arms.map(({ arm }) => interfaceOf(arm)),
    secrets(arms.flatMap(({ keyLog }) => keyLog)),
  ];
  yield { bytes: Buffer.concat(head), done: 0 };
  const packets = arms.flatMap(packetsOf).map((one, order) => ({ ...one, order })).sort((a, b) => a.atNs - b.atNs || a.order - b.order);
  for (let at = 0; at < packets.length; at += PACKETS_A_PIECE) {
    const some = packets.slice(at, at + PACKETS_A_PIECE).map((one) => one.packet(startNs + BigInt(Math.max(0, Math.round(one.atNs)))));
    yield { bytes: Buffer.concat(some), done: Math.min(1, (at + PACKETS_A_PIECE) / packets.length) };
  }
}
