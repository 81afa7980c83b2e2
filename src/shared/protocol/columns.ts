/** The sample columns that workers fill. Authority: stacks/PROTOCOL.md. */

export const MAX_READS = 6;
export const MAX_WRITES = 4;

const calls = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => [`${name}${index}Start`, `${name}${index}End`]).flat();

const callBytes = (name: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${name}${index}Bytes`);

export const CLIENT_MARKS = [
  'intended', 'laneFree', 'connectStart', 'connectEnd', 'start', 'end', 'hsSecret', 'appSecret', 'certificateRead', 'verifyStart', 'verifyEnd', 'verified', 'nameChecked',
  'earlyWritten', 'requestStart', 'requestSent', 'firstByte',
] as const;
export const SERVER_MARKS = ['start', 'end', 'hsSecret', 'appSecret', 'parsed', 'selected', 'signStart', 'signEnd', 'finishedRead', 'requestRead', 'responseSent'] as const;
export type ClientMark = (typeof CLIENT_MARKS)[number];
export type ServerMark = (typeof SERVER_MARKS)[number];

/** The columns of each read and write, in order. */
const columnsOf = (kind: 'read' | 'write', count: number) =>
  Array.from({ length: count }, (_, index) => ({ start: `${kind}${index}Start`, end: `${kind}${index}End`, bytes: `${kind}${index}Bytes` }) as const);
export const CALL_COLUMNS = { read: columnsOf('read', MAX_READS), write: columnsOf('write', MAX_WRITES) } as const;

const CALLS = [...calls('read', MAX_READS), ...calls('write', MAX_WRITES)];

/** Columns that hold an instant in ns. */
export const INSTANTS = { client: [...CLIENT_MARKS, ...CALLS], server: [...SERVER_MARKS, ...CALLS] } as const;

/** Columns that hold a code, a count or an index into `strings`; never an instant. */
export const FACTS = {
  client: ['port', 'lane', 'name', 'version', 'group', 'suite', 'alpn', 'resumed', 'retried', 'earlyData', 'tickets', 'error', 'bytesRead', 'bytesWritten', 'reads', 'writes',
    ...callBytes('read', MAX_READS), ...callBytes('write', MAX_WRITES)],
  server: ['port', 'version', 'group', 'suite', 'alpn', 'resumed', 'retried', 'earlyData', 'tickets', 'error', 'bytesRead', 'bytesWritten', 'reads', 'writes',
    ...callBytes('read', MAX_READS), ...callBytes('write', MAX_WRITES)],
} as const;
