/** What to send with a question or a bug report: one text, without what says who and where the person is. Pure. */
import type { Settings, Topology } from './ipc/contract.ts';
import { logText, type LogEntry } from './log.ts';
import type { StackInfo } from './stacks.ts';

/** A part of the diagnostics, or why it could not be had. */
export type Had<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export interface DiagnosticFacts {
  readonly at: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly settings: Settings;
  readonly folders: Readonly<Record<string, string>>;
  readonly topology: Had<Topology>;
  readonly stacks: Had<readonly StackInfo[]>;
  readonly log: readonly LogEntry[];
}

export interface Person {
  readonly home: string;
  readonly user: string;
  readonly host: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Whole words alone, in any case: `go` is not in `go1.27`. */
const word = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(text)}(?![\\p{L}\\p{N}_])`, 'giu');

/** Keys, secrets and credentials, as they may stand in an error's text. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g, '<PEM>'],
  [/\b[0-9a-f]{32,}\b/gi, '<hex>'],
  [/\/\/[^/\s:@]+:[^/\s@]+@/g, '//<credentials>@'],
  // With what stands before the word (CLIENT_SECRET, npm_token), and quoted values whole.
  [/(?<![a-z0-9])((?:[a-z0-9]+[_-])*(?:password|passwd|token|secret|api[_-]?key|authorization))(["']?\s*[=:]\s*)(?:"[^"\n]*"|'[^'\n]*'|(?:(?:bearer|basic)\s+)?[^\s"',;]+)/gi, '$1$2<removed>'],
];

/** The text with the home folder as `~`, and without user name, host name and secrets. */
export function withoutPerson(text: string, { home, user, host }: Person): string {
  let plain = text;
  for (const [pattern, by] of SECRETS) plain = plain.replace(pattern, by);
  const homes = [home, home.replaceAll('\\', '\\\\'), home.replaceAll('\\', '/')].filter((one) => one.length > 1);
  for (const one of new Set(homes)) plain = plain.replace(new RegExp(`${escaped(one.replace(/[\\/]+$/, ''))}(?![\\p{L}\\p{N}_-])`, 'gu'), '~');
  const [shortHost = ''] = host.split('.');
  for (const one of new Set([host, shortHost])) if (one.length > 1) plain = plain.replace(word(one), '<host>');
  // `root` says nothing of who it is, and is the root of a chain of certificates.
  if (user.length > 1 && user !== 'root') plain = plain.replace(word(user), '<user>');
  return plain;
}

const list = (entries: Readonly<Record<string, string>>): string[] => Object.entries(entries).map(([name, value]) => `${name}: ${value}`);

function machineLines({ machine, automatic }: Topology): string[] {
  const cpus = (of: readonly number[]): string => of.join(',') || 'none';
  return [
    `${machine.os}, kernel ${machine.kernel}${machine.virtual === null ? '' : `, virtual (${machine.virtual})`}`,
    `${machine.cpu}: ${machine.cpus} CPUs, ${machine.cores} cores, ${machine.sockets} sockets; memory ${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`,
    `cpus: auto gives server ${cpus(automatic.server)}, client ${cpus(automatic.client)}, app ${cpus(automatic.reserve)} (${automatic.app})${automatic.note === '' ? '' : `. ${automatic.note}`}`,
  ];
}

const stackLine = ({ id, available, version, library, reason, remedy }: StackInfo): string =>
  available ? `${id}: ${version ?? 'version not known'}${library === null ? '' : `, ${library.name} ${library.version}`}` : `${id}: missing: ${[reason, remedy].filter(Boolean).join('; ')}`;

const part = (title: string, lines: readonly string[]): string => [`## ${title}`, ...(lines.length === 0 ? ['none'] : lines)].join('\n');
const had = <T>(it: Had<T>, lines: (value: T) => string[]): string[] => (it.ok ? lines(it.value) : [`could not be had: ${it.reason}`]);

/** The whole text. In English, as it goes to those who mend it. */
export function diagnosticsText(facts: DiagnosticFacts, person: Person): string {
  const whole = [
    `# Handshake Lab, diagnostics of ${facts.at}`,
    part('Versions', [...list(facts.versions), facts.platform]),
    part('Machine', had(facts.topology, machineLines)),
    part('Stacks', had(facts.stacks, (stacks) => stacks.map(stackLine))),
    part('Settings', [...list(Object.fromEntries(Object.entries(facts.settings).map(([name, value]) => [name, JSON.stringify(value)]))), ...list(facts.folders)]),
    part(`Log, last ${facts.log.length} entries`, facts.log.length === 0 ? [] : [logText(facts.log)]),
  ].join('\n\n');
  return `${withoutPerson(whole, person)}\n`;
}
