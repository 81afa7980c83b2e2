/** What is tried on an arm once its measuring is over: early data used again, connections held idle. No figure of these is a timing. */
import { z } from 'zod';
import { TicketUse } from '../protocol/messages.ts';

/** The same ticket and the same early data again, to one server. */
export const ReplayProbe = z.object({
  arm: z.string(),
  antiReplay: z.enum(['default', 'on', 'off']),
  /** By the client that holds the ticket: each use in turn. */
  uses: z.array(TicketUse),
  /** By somebody between the two, who sent the first use's bytes once more and has no keys: whether the server took the request; null where it was not tried. */
  copyTaken: z.boolean().nullable(),
  /** Why the probe could not be made, else null. */
  reason: z.string().nullable(),
});
export type ReplayProbe = z.infer<typeof ReplayProbe>;

const Memory = z.object({
  /** Resident memory of the process (VmRSS) before and while the connections are held. */
  beforeBytes: z.number(),
  heldBytes: z.number(),
  perThousandBytes: z.number(),
});

/** What idle connections cost each side's process. */
export const IdleProbe = z.object({
  arm: z.string(),
  connections: z.number().int(),
  client: Memory.nullable(),
  server: Memory.nullable(),
  reason: z.string().nullable(),
});
export type IdleProbe = z.infer<typeof IdleProbe>;
