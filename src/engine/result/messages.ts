/** The messages of an arm's handshakes: mean instants, and the size that most have. */
import type { FlameMessage } from '../../shared/result/document.ts';

interface Sums {
  readonly name: FlameMessage['name'];
  readonly from: FlameMessage['from'];
  sentNs: number;
  count: number;
  receivedNs: number;
  received: number;
  readonly sizes: Map<number, number>;
}

export class MeanMessages {
  readonly #sums = new Map<FlameMessage['name'], Sums>();

  add(messages: readonly FlameMessage[]): void {
    for (const { name, from, sentNs, receivedNs, bytes } of messages) {
      let own = this.#sums.get(name);
      if (!own) this.#sums.set(name, (own = { name, from, sentNs: 0, count: 0, receivedNs: 0, received: 0, sizes: new Map() }));
      own.sentNs += sentNs;
      own.count++;
      if (receivedNs !== null) {
        own.receivedNs += receivedNs;
        own.received++;
      }
      if (bytes !== null) own.sizes.set(bytes, (own.sizes.get(bytes) ?? 0) + 1);
    }
  }

  means(): FlameMessage[] {
    return [...this.#sums.values()].map(({ name, from, sentNs, count, receivedNs, received, sizes }) => ({
      name,
      from,
      sentNs: sentNs / count,
      receivedNs: received > 0 ? receivedNs / received : null,
      bytes: [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null,
    }));
  }
}
