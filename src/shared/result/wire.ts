/** What went over the wire between client and server, from blocks that the relay recorded. */
import { z } from 'zod';
import { PHASE_IDS, type PhaseId } from '../phases/tree.ts';

const Ns = z.number();
const Side = z.enum(['client', 'server']);
const PhaseName = z.enum(PHASE_IDS as [PhaseId, ...PhaseId[]]);

/** One TLS message of one handshake. */
export const WireMessage = z.object({
  /** As RFC 8446 and RFC 5246 name it; `Application Data` and `Alert` for records of those types. */
  name: z.string(),
  from: Side,
  /** When its last byte was at the relay, ns from the client's start. */
  atNs: Ns,
  /** With the header and tag of the record that it begins. */
  bytes: z.number().int(),
  /** `clear`: sent in the open · `decrypted`: read with the run's own key log · `unread`: no key fitted. */
  seen: z.enum(['clear', 'decrypted', 'unread']),
  /** What an alert says, or which group a HelloRetryRequest asks for. */
  detail: z.string().nullable(),
});
export type WireMessage = z.infer<typeof WireMessage>;

/** A message over the recorded handshakes of an arm. */
export const WireMean = z.object({ name: z.string(), from: Side, meanBytes: z.number(), perHandshake: z.number() });
export type WireMean = z.infer<typeof WireMean>;

export const WireArm = z.object({
  arm: z.string(),
  /** Handshakes recorded and read. */
  handshakes: z.number().int(),
  /** Bytes of TLS records that carry the handshake, each direction, per handshake; application data and closing alerts are not in it. */
  clientBytes: z.number().nullable(),
  serverBytes: z.number().nullable(),
  /** Flights of the server that the client waits for before it can send its Finished and, in TLS 1.2, has the server's. */
  roundTrips: z.number().nullable(),
  /** In the order in which they were first seen. */
  messages: z.array(WireMean),
  /** Records that no key opened. */
  unread: z.number().int(),
  /** One handshake in full, with what its two sides say they did meanwhile. */
  example: z.object({ messages: z.array(WireMessage), phases: z.array(z.object({ id: PhaseName, parent: PhaseName.nullable(), startNs: Ns, ns: Ns })) }).nullable(),
  /** Why nothing was recorded, else null. */
  reason: z.string().nullable(),
});
export type WireArm = z.infer<typeof WireArm>;
