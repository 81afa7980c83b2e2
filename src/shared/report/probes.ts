/** The probes of a run in words and figures, for the window, the terminal and the report. Pure. */
import type { TicketUse } from '../protocol/messages.ts';
import type { IdleProbe, ReplayProbe } from '../result/probes.ts';
import { reasonIn } from '../reasons/index.ts';
import { BYTES_UNIT, grouped, inUnit, NONE } from './figures.ts';

export type Language = 'en' | 'zh';

interface ProbeWords {
  readonly replay: string;
  readonly replayHead: readonly [arm: string, antiReplay: string, first: string, second: string, copy: string];
  readonly replayNote: string;
  readonly antiReplay: Readonly<Record<ReplayProbe['antiReplay'], string>>;
  readonly early: Readonly<Record<TicketUse['earlyData'], string>>;
  readonly resumed: string;
  readonly full: string;
  readonly taken: string;
  readonly notTaken: string;
  readonly idle: string;
  readonly idleHead: readonly [arm: string, connections: string, client: string, server: string];
  readonly idleNote: string;
}

const en: ProbeWords = {
  replay: 'The same early data again',
  replayHead: ['client → server', 'anti-replay', 'first use', 'second use', 'a copy by somebody between'],
  replayNote: 'One ticket, used twice by its client with the same request; then the first use’s bytes sent once more by somebody without the keys. Taken: the server handed the request to the application.',
  antiReplay: { default: 'stack’s default', on: 'on', off: 'off' },
  early: { accepted: 'early data accepted', rejected: 'early data rejected', 'not offered': 'no early data' },
  resumed: 'resumed', full: 'full handshake', taken: 'taken', notTaken: 'not taken',
  idle: 'Idle connections',
  idleHead: ['client → server', 'held', 'client, KB each', 'server, KB each'],
  idleNote: 'Growth of each process’s resident memory (VmRSS) while the connections are held, per connection; after a garbage collection where there is one. The kernel’s socket buffers are not in it.',
};

const zh: ProbeWords = {
  replay: '同一份早期数据再次发送',
  replayHead: ['客户端 → 服务端', '防重放', '第一次使用', '第二次使用', '中间人复制'],
  replayNote: '同一张票据由客户端以同一请求使用两次；随后由没有密钥的第三方把第一次使用的字节原样再发一次。「接收」指服务端把请求交给了应用。',
  antiReplay: { default: '协议栈默认', on: '开', off: '关' },
  early: { accepted: '早期数据被接受', rejected: '早期数据被拒绝', 'not offered': '无早期数据' },
  resumed: '复用', full: '完整握手', taken: '接收', notTaken: '未接收',
  idle: '空闲连接',
  idleHead: ['客户端 → 服务端', '保持数', '客户端，每个 KB', '服务端，每个 KB'],
  idleNote: '保持连接期间各进程常驻内存（VmRSS）的增长，按每个连接计；有垃圾回收的在回收之后。不含内核的套接字缓冲区。',
};

export const PROBE_WORDS: Readonly<Record<Language, ProbeWords>> = { en, zh };

const useText = (use: TicketUse | undefined, words: ProbeWords): string =>
  use === undefined ? NONE : [use.resumed ? words.resumed : words.full, words.early[use.earlyData], ...(use.error === null ? [] : [use.error])].join(', ');

/** Cells of one probe, in the order of `replayHead`. */
export function replayCells(probe: ReplayProbe, language: Language): string[] {
  const words = PROBE_WORDS[language];
  const name = probe.arm.replace('→', ' → ');
  if (probe.reason !== null) return [name, words.antiReplay[probe.antiReplay], reasonIn(probe.reason, language), NONE, NONE];
  return [name, words.antiReplay[probe.antiReplay], useText(probe.uses[0], words), useText(probe.uses[1], words), probe.copyTaken === null ? NONE : probe.copyTaken ? words.taken : words.notTaken];
}

/** Cells of one probe, in the order of `idleHead`. */
export function idleCells(probe: IdleProbe, language: Language): string[] {
  const each = (memory: IdleProbe['client']): string => (memory === null ? NONE : inUnit(memory.perThousandBytes / 1000, BYTES_UNIT));
  return [probe.arm.replace('→', ' → '), probe.reason === null ? grouped(probe.connections) : reasonIn(probe.reason, language), each(probe.client), each(probe.server)];
}
