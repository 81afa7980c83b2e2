/** The window's door, with envelopes opened: a refused call throws its message. */
import type { Channel } from '../../../shared/ipc/channels.ts';
import type { LabApi, Request, Response } from '../../../shared/ipc/contract.ts';

export async function invoke<K extends Channel>(channel: K, request: Request<K>): Promise<Response<K>> {
  const reply = await (window as unknown as { lab: LabApi }).lab.invoke(channel, request);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
