/** An arm's recorded handshakes → what a handshake costs on the wire. Pure. */
import type { WireArm, WireMean, WireMessage } from '../../shared/result/wire.ts';

const isOfHandshake = ({ name }: WireMessage): boolean => name !== 'Application Data' && name !== 'Alert' && name !== 'Encrypted record';

/** Flights of the server up to the last Finished of either side: what a client waits for. */
export function roundTripsOf(messages: readonly WireMessage[]): number | null {
  const last = messages.findLastIndex(({ name }) => name === 'Finished');
  if (last < 0) return null;
  const own = messages.slice(0, last + 1).filter(isOfHandshake);
  return own.filter(({ from }, index) => from === 'server' && own[index - 1]?.from !== 'server').length;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function meansOf(conversations: readonly (readonly WireMessage[])[]): WireMean[] {
  const kinds = new Map<string, { name: string; from: WireMessage['from']; bytes: number[] }>();
  for (const message of conversations.flat()) {
    const key = `${message.from} ${message.name}`;
    const own = kinds.get(key) ?? { name: message.name, from: message.from, bytes: [] };
    kinds.set(key, own);
    own.bytes.push(message.bytes);
  }
  return [...kinds.values()].map(({ name, from, bytes }) => ({ name, from, meanBytes: mean(bytes), perHandshake: bytes.length / conversations.length }));
}

export function summarise(arm: string, conversations: readonly (readonly WireMessage[])[], example: WireArm['example'], reason: string | null): WireArm {
  if (conversations.length === 0) return { arm, handshakes: 0, clientBytes: null, serverBytes: null, roundTrips: null, messages: [], unread: 0, example: null, reason: reason ?? 'no handshake was recorded' };
  const bytes = (side: WireMessage['from']): number => mean(conversations.map((messages) => messages.filter((message) => message.from === side && isOfHandshake(message)).reduce((sum, message) => sum + message.bytes, 0)));
  const trips = conversations.flatMap((messages) => roundTripsOf(messages) ?? []);
  return {
    arm,
    handshakes: conversations.length,
    clientBytes: bytes('client'),
    serverBytes: bytes('server'),
    roundTrips: trips.length > 0 ? mean(trips) : null,
    messages: meansOf(conversations),
    unread: conversations.flat().filter(({ seen }) => seen === 'unread').length,
    example,
    reason,
  };
}
