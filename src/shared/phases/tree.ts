/**
 * The one tree of phases, shared by all stacks. A phase is a named interval on one side of one handshake.
 * What a stack shows no edge for stays in the parent's `.rest`; nothing is guessed. docs/phases.md explains each.
 */

export type Side = 'client' | 'server';

/** work: the side computed · wait: on the other side or the network · wakeup: the message had arrived, the thread had not run yet · group: holds others. */
export type PhaseKind = 'work' | 'wait' | 'wakeup' | 'group';

interface PhaseFacts {
  readonly side: Side;
  readonly kind: PhaseKind;
  /** The colour token `--ph-…`; null for waiting and for work that no hook splits. */
  readonly colour: string | null;
  /** Where the phase is defined: a section of RFC 8446. */
  readonly rfc: string | null;
}

const client = (kind: PhaseKind, colour: string | null, rfc: string | null = null): PhaseFacts => ({ side: 'client', kind, colour, rfc });
const server = (kind: PhaseKind, colour: string | null, rfc: string | null = null): PhaseFacts => ({ side: 'server', kind, colour, rfc });

/** In the order in which views list them. */
export const PHASES = {
  connect: client('work', 'connect'),
  c: client('group', null),
  'c.hello': client('work', 'keyshare', '4.1.2'),
  'c.hello.write': client('work', 'build', '4.1.2'),
  'c.retry': client('work', 'keyshare', '4.1.4'),
  'c.wait': client('wait', null),
  'c.wait.wakeup': client('wakeup', null),
  'c.flight': client('group', null, '4.4'),
  'c.flight.wait': client('wait', null),
  'c.kx': client('work', 'kx-client', '7.1'),
  'c.decode': client('work', 'decode', '4.4.2'),
  'c.verify': client('work', 'verify', '4.4.2'),
  'c.cv': client('work', 'cvcheck', '4.4.3'),
  'c.check': client('work', 'verify', '4.4.2'),
  'c.finished': client('work', 'finished', '4.4.4'),
  'c.finished.write': client('work', 'build', '4.4.4'),
  'c.flight.rest': client('work', null),
  'c.validate': client('group', null, '4.4.2'),
  'c.validate.rest': client('work', null),
  'c.rest': client('work', null),
  s: server('group', null),
  's.wait.hello': server('wait', null),
  's.wait.hello.wakeup': server('wakeup', null),
  's.retry': server('work', 'keyshare', '4.1.4'),
  's.flight': server('group', null, '4.4'),
  's.parse': server('work', 'parse', '4.1.2'),
  's.select': server('work', 'select', '4.4.2.2'),
  's.kx': server('work', 'kx-server', '7.1'),
  's.sign': server('work', 'sign', '4.4.3'),
  's.build': server('work', 'build', '4.4'),
  's.write': server('work', 'build', '4.4'),
  's.flight.rest': server('work', null),
  's.wait.finished': server('wait', null),
  's.wait.finished.wakeup': server('wakeup', null),
  's.finished': server('work', 'finished', '4.4.4'),
  's.tickets': server('work', 'tickets', '4.6.1'),
  's.rest': server('work', null),
} as const satisfies Record<string, PhaseFacts>;

export type PhaseId = keyof typeof PHASES;

export const PHASE_IDS = Object.keys(PHASES) as PhaseId[];

/** The groups; each has a leaf `<id>.rest` for what no hook splits. */
export const GROUP_IDS = ['c', 'c.flight', 'c.validate', 's', 's.flight'] as const satisfies readonly PhaseId[];
export type GroupId = (typeof GROUP_IDS)[number];

export const restOf = (group: GroupId): PhaseId => `${group}.rest`;

export const isWaiting = (id: PhaseId): boolean => PHASES[id].kind === 'wait' || PHASES[id].kind === 'wakeup';
