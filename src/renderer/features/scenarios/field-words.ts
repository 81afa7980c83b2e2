/** Fields and their values in words, as the form, the rail and the list of changes say them. */
import type { TFunction } from 'i18next';
import { GROUP_FACTS, type Group, type KeyType } from '../../../shared/tls.ts';

export const KEY_NAMES: Readonly<Record<KeyType, string>> = { 'ecdsa-p256': 'ECDSA P-256', 'ecdsa-p384': 'ECDSA P-384', 'rsa-2048': 'RSA 2048', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', ed25519: 'Ed25519' };

/** `100 Mbit/s` */
export const rateName = (bits: number): string => (bits >= 1e9 ? `${bits / 1e9} Gbit/s` : bits >= 1e6 ? `${bits / 1e6} Mbit/s` : `${bits / 1e3} kbit/s`);
/** `35ms` → `35 ms` */
export const roundTripName = (value: string): string => value.replace(/(\d)\s*([a-zµ])/, '$1 $2');

type Words = TFunction<'scenario'>;

const NAMES = {
  name: 'name', 'stacks.client': 'stacks.client', 'stacks.server': 'stacks.server', servers: 'stacks.configs', tls: 'tls.version', exchange: 'tls.exchange',
  'certificates.intermediates': 'certificates.intermediates', 'certificates.leaf': 'certificates.leaf', 'certificates.issuers': 'certificates.issuers', 'certificates.names': 'certificates.names', 'certificates.mutual': 'tls.mutual',
  'keyExchange.groups': 'keyExchange.groups', 'keyExchange.retry': 'keyExchange.retry',
  'session.resumption': 'session.label', 'session.cacheSize': 'session.cacheSize', 'session.names': 'session.names', 'session.zipf': 'session.zipf', 'session.earlyData': 'session.earlyData', 'session.antiReplay': 'session.antiReplay', 'session.tickets': 'session.tickets',
  'alpn.offer': 'alpn.offerLong', 'alpn.serve': 'alpn.serveLong',
  'load.loop': 'load.loop', 'load.rate': 'load.rates', 'load.arrivals': 'load.arrivals', 'load.connections': 'load.connections', 'load.threads': 'load.threads', 'load.block': 'load.block',
  'network.roundTrip': 'network.roundTrip', 'network.bitsPerSecond': 'network.rate', 'network.fault': 'network.fault',
  length: 'length.title', cpus: 'cpus.title', observe: 'observe.label', noiseFloor: 'trust.floor', repeatNoisy: 'trust.repeat', longBlocks: 'trust.long', crossCheck: 'trust.check',
  'scheduling.priority': 'trust.priority', 'scheduling.isolate': 'trust.isolate', idle: 'observe.idle', seed: 'trust.seed',
} as const;
export type FieldPath = keyof typeof NAMES;
/** The fields that stand for themselves: lists and unions are one. In the order of the form's sections. */
export const FIELD_PATHS = Object.keys(NAMES) as readonly FieldPath[];
export const fieldName = (path: FieldPath, t: Words): string => t(NAMES[path]);

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One value of a field in words. Names of the protocol stay as they are. */
export function valueName(path: FieldPath, value: unknown, t: Words): string {
  if (value === undefined) return t('trust.seedNew');
  if (value === 'none' && path === 'network.roundTrip') return t('network.direct');
  if (value === 'none' && path === 'network.bitsPerSecond') return t('network.unlimited');
  if (value === 'none') return t('none');
  if (value === 'auto') return t('load.auto');
  if (value === 'default') return t('session.ticketsDefault');
  switch (path) {
    case 'keyExchange.groups':
      return GROUP_FACTS[value as Group].name;
    case 'certificates.leaf':
    case 'certificates.issuers':
      return KEY_NAMES[value as KeyType];
    case 'keyExchange.retry':
      return t(value === true ? 'keyExchange.forced' : 'keyExchange.plain');
    case 'session.resumption':
      return t(`session.${value as 'full'}`);
    case 'session.earlyData':
      return t(`session.early.${value as 'accepted'}`);
    case 'session.antiReplay':
      return t(`session.replay.${value as 'on'}`);
    case 'tls':
      return `TLS ${plain(value)}`;
    case 'load.rate':
      return t('perSecond', { rate: plain(value) });
    case 'load.loop':
    case 'load.arrivals':
      return t(`load.${value as 'closed'}`);
    case 'network.roundTrip':
      return roundTripName(plain(value));
    case 'network.bitsPerSecond':
      return rateName(value as number);
    case 'observe':
      return t(`observe.${value as 'timing'}`);
    case 'noiseFloor':
      return t(`trust.floors.${value as 'every'}`);
    case 'scheduling.priority':
      return t(`trust.priorities.${value as 'high'}`);
    default:
      return typeof value === 'boolean' ? t(value ? 'trust.yes' : 'trust.no') : typeof value === 'object' ? plainly(value) : plain(value);
  }
}

/** A field's whole value: a list's values side by side. */
export const wholeName = (path: FieldPath, value: unknown, t: Words): string => (Array.isArray(value) ? (value.length === 0 ? t('none') : value.map((one) => valueName(path, one, t)).join(t('join'))) : valueName(path, value, t));

/** `{for: 20s}` → `for 20s`: as the scenario's text says it. */
const plainly = (value: object | null): string => Object.entries(value ?? {}).map(([key, one]) => `${key} ${Array.isArray(one) ? (one.length === 0 ? '–' : one.join(', ')) : typeof one === 'object' ? plainly(one as object | null) : String(one)}`).join(' · ') || '–';
