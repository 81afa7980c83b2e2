/** What the relay made of a run's network, and how well it kept to it. */
import { z } from 'zod';

const Ns = z.number();

export const NetworkPath = z.object({
  arm: z.string(),
  roundTripNs: Ns,
  /** How much later than due pieces were handed on, over the whole run, void blocks included; null figures where there was none. */
  pieces: z.number().int(),
  lateP50Ns: Ns.nullable(),
  lateP99Ns: Ns.nullable(),
  lateMaxNs: Ns.nullable(),
  /** Blocks that are in no figure since the relay was later than its bound in them. */
  voidBlocks: z.number().int(),
});
export type NetworkPath = z.infer<typeof NetworkPath>;

export const NetworkFacts = z.object({
  /** `relay`: bytes held back by a process between the two; TCP's own handshake is stood for by a byte that waits a round trip. */
  by: z.literal('relay'),
  /** What the kernel granted the relay. */
  realtime: z.boolean(),
  timerSlackNs: Ns.nullable(),
  /** A block's p99 lateness over this voids it. */
  boundNs: Ns,
  paths: z.array(NetworkPath),
});
export type NetworkFacts = z.infer<typeof NetworkFacts>;
