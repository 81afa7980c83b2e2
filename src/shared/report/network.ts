/** What the relay made of the network, in words and figures, for the window, the terminal and the report. Pure. */
import type { NetworkFacts, NetworkPath } from '../result/network.ts';
import { grouped, NONE, timeText } from './figures.ts';

export type Language = 'en' | 'zh';

interface NetworkWords {
  readonly title: string;
  readonly head: readonly [arm: string, roundTrip: string, pieces: string, p50: string, p99: string, max: string, blocks: string];
  readonly note: (realtime: string, bound: string) => string;
  readonly realtime: Readonly<Record<'yes' | 'no', string>>;
}

const en: NetworkWords = {
  title: 'Network',
  head: ['client → server', 'round trip', 'pieces', 'late p50', 'p99', 'latest', 'void blocks'],
  note: (realtime, bound) =>
    `By a relay between client and server that hands each direction’s bytes on half a round trip later, ${realtime}. It cannot delay TCP’s own handshake: one byte that it sends after a round trip stands for that, and ends the connect. Late: how much later than due pieces were handed on. A block in which 1 of 100 came more than ${bound} late is void: it is in no figure.`,
  realtime: { yes: 'with real-time priority', no: 'without real-time priority, which this system did not grant' },
};

const zh: NetworkWords = {
  title: '网络',
  head: ['客户端 → 服务端', '往返时间', '片段数', '迟到 p50', 'p99', '最迟', '作废块'],
  note: (realtime, bound) =>
    `由客户端与服务端之间的中继实现：每个方向的字节晚半个往返时间转交，${realtime}。中继无法延迟 TCP 自身的握手：它在一个往返时间之后发出的一个字节代替之，并结束 connect。「迟到」指片段比应转交的时刻晚多少。百分之一的片段迟到超过 ${bound} 的块作废，不计入任何数字。`,
  realtime: { yes: '以实时优先级运行', no: '未获系统授予实时优先级' },
};

export const NETWORK_WORDS: Readonly<Record<Language, NetworkWords>> = { en, zh };

export const roundTripText = (ns: number): string => `${ns / 1e6} ms`;

/** Cells of one way, in the order of `head`. */
export function networkCells(path: NetworkPath): string[] {
  const time = (ns: number | null): string => (ns === null ? NONE : timeText(ns));
  return [path.arm.replace('→', ' → '), roundTripText(path.roundTripNs), grouped(path.pieces), time(path.lateP50Ns), time(path.lateP99Ns), time(path.lateMaxNs), grouped(path.voidBlocks)];
}

export const networkNote = ({ realtime, boundNs }: NetworkFacts, language: Language): string =>
  NETWORK_WORDS[language].note(NETWORK_WORDS[language].realtime[realtime ? 'yes' : 'no'], timeText(boundNs));
