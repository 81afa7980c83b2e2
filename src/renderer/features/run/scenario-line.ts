/** What a scenario measures, in a line of the field's own names, the same in every language. */
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { GROUP_FACTS, type KeyType } from '../../../shared/tls.ts';

const KEYS: Readonly<Record<KeyType, string>> = { 'ecdsa-p256': 'ECDSA P-256', 'ecdsa-p384': 'ECDSA P-384', 'rsa-2048': 'RSA 2048', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', ed25519: 'Ed25519' };

export function scenarioLine(scenario: Scenario): string {
  const list = (values: readonly unknown[]): string => values.join(', ');
  return [
    `TLS ${list(scenario.tls)}`,
    list(scenario.keyExchange.groups.map((group) => GROUP_FACTS[group].name)),
    list(scenario.certificates.leaf.map((key) => KEYS[key])),
    `d${list(scenario.certificates.intermediates)}`,
    list(scenario.session.resumption),
    ...(scenario.session.earlyData.some((value) => value !== 'none') ? [`0-RTT ${list(scenario.session.earlyData)}`] : []),
    ...(scenario.exchange === 'none' ? [] : [`${scenario.exchange.requestBytes} B → ${scenario.exchange.responseBytes} B`]),
    scenario.load.loop === 'open' ? `open ${list(scenario.load.rate)}/s ${scenario.load.arrivals}` : 'closed',
    `c${list(scenario.load.connections)}`,
    ...(scenario.load.threads.some((count) => count > 1) ? [`t${list(scenario.load.threads)}`] : []),
  ].join(' · ');
}
