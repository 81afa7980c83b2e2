/** From a figure to the handshakes behind it: what is asked for, and what one handshake tells. Times in ns; instants from the client's start. */
import { z } from 'zod';
import { ExamplePhase, FlameMessage, Negotiated } from './result/document.ts';

/** A handshake by its block and its place in that block. */
export const HandshakeRef = z.object({ block: z.number().int().nonnegative(), index: z.number().int().nonnegative() });
export type HandshakeRef = z.infer<typeof HandshakeRef>;

export const MAX_HANDSHAKES = 2_000;

export const HandshakeQuery = z.object({
  /** Of the time that the arm's figures count; null is open. The upper end is not in it. */
  fromNs: z.number().nullable(),
  toNs: z.number().nullable(),
  outcome: z.enum(['complete', 'failed']),
  /** With the rounds that the noise watch marked: figures leave them out where they are the exception. */
  marked: z.boolean(),
  order: z.enum(['slowest', 'fastest', 'measured']),
  limit: z.number().int().min(1).max(MAX_HANDSHAKES),
});
export type HandshakeQuery = z.infer<typeof HandshakeQuery>;

export const HandshakeRow = z.object({
  ref: HandshakeRef,
  round: z.number().int(),
  /** In a round that the noise watch marked. */
  marked: z.boolean(),
  outcome: z.enum(['ok', 'failed']),
  /** Null for one that failed. */
  totalNs: z.number().nullable(),
  error: z.string().nullable(),
  phases: z.array(ExamplePhase),
});
export type HandshakeRow = z.infer<typeof HandshakeRow>;

export const HandshakeList = z.object({
  /** Handshakes that the question fits; `rows` are the first of them. */
  matching: z.number().int(),
  /** Handshakes of the arm with this outcome. */
  of: z.number().int(),
  rows: z.array(HandshakeRow),
});
export type HandshakeList = z.infer<typeof HandshakeList>;

export const HandshakeDetail = HandshakeRow.extend({
  arm: z.string(),
  /** Its start, ns from the run's start. */
  startNs: z.number().nullable(),
  /** Share of the arm's complete handshakes that took less time. */
  rank: z.number().nullable(),
  messages: z.array(FlameMessage),
  negotiated: Negotiated,
  errors: z.object({ client: z.string().nullable(), server: z.string().nullable() }),
});
export type HandshakeDetail = z.infer<typeof HandshakeDetail>;
