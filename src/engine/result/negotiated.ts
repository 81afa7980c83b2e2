/** What every handshake of an arm negotiated: a fact on which they differ, or that no side reports, is null. */
import type { Negotiated } from '../../shared/result/document.ts';
import type { JoinedRow } from '../run/join.ts';
import { negotiatedIn } from './handshake.ts';

const NONE: Negotiated = { version: null, group: null, cipherSuite: null, alpn: null, resumed: null, helloRetryRequest: null, earlyData: null };

export class NegotiatedFacts {
  #first: Negotiated | null = null;
  readonly #differ = new Set<keyof Negotiated>();

  add(row: JoinedRow): void {
    const facts = negotiatedIn(row);
    this.#first ??= facts;
    for (const name of Object.keys(facts) as (keyof Negotiated)[]) if (facts[name] !== this.#first[name]) this.#differ.add(name);
  }

  agreed(): Negotiated {
    const known = Object.entries(this.#first ?? NONE).map(([name, value]) => [name, this.#differ.has(name as keyof Negotiated) ? null : value]);
    const facts = Object.fromEntries(known) as Negotiated;
    return { ...facts, alpn: facts.alpn || null };
  }
}
