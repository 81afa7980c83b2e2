/** What handshakes cost on the wire, in words and figures, for the window, the terminal and the report. Pure. */
import type { WireArm } from '../result/wire.ts';
import { grouped, NBSP, NONE } from './figures.ts';

export type Language = 'en' | 'zh';

interface WireWords {
  readonly title: string;
  readonly head: readonly [arm: string, handshakes: string, roundTrips: string, client: string, server: string, messages: string];
  readonly note: string;
  readonly unread: (count: string) => string;
}

export const WIRE_WORDS: Readonly<Record<Language, WireWords>> = {
  en: {
    title: 'On the wire',
    head: ['client → server', 'handshakes', 'round trips', 'client, bytes', 'server, bytes', 'messages, bytes'],
    note: 'Bytes of TLS records that carry the handshake, per handshake, with what each record costs; application data and closing alerts are not in it, TCP and IP headers neither. Round trips: flights of the server that are waited for. From blocks of their own, recorded by the relay and read with the run’s own key log.',
    unread: (count) => `${count} records could not be read`,
  },
  zh: {
    title: '线路报文',
    head: ['客户端 → 服务端', '握手数', '往返次数', '客户端字节', '服务端字节', '各消息字节'],
    note: '承载握手的 TLS 记录的字节数（每次握手，含记录开销）；不含应用数据与关闭告警，也不含 TCP/IP 首部。往返次数：需等待的服务端报文组数。取自单独的区块，由中继记录，并用本次运行自己的密钥日志解密。',
    unread: (count) => `${count} 条记录无法解读`,
  },
};

const average = (value: number | null): string => (value === null ? NONE : grouped(value, Number.isInteger(value) ? 0 : 1));
/** Signatures and lengths vary by a byte or two from one handshake to the next: tenths would say nothing. */
const bytes = (value: number | null): string => (value === null ? NONE : grouped(value));

/** `2 × NewSessionTicket 255`, which no line's end takes apart. */
const messageText = ({ name, meanBytes, perHandshake }: WireArm['messages'][number]): string => `${perHandshake === 1 ? '' : `${average(perHandshake)} × `}${name} ${bytes(meanBytes)}`.replaceAll(' ', NBSP);

/** Cells of one arm, in the order of `head`. */
export function wireCells(arm: WireArm, language: Language): string[] {
  const name = arm.arm.replace('→', ' → ');
  if (arm.handshakes === 0) return [name, NONE, NONE, NONE, NONE, arm.reason ?? NONE];
  const sides = (['client', 'server'] as const).map((side) => `${side === 'client' ? '→' : '←'} ${arm.messages.filter(({ from, name: kind }) => from === side && kind !== 'Alert' && kind !== 'Application Data').map(messageText).join(', ')}`);
  const doubts = [...(arm.unread > 0 ? [WIRE_WORDS[language].unread(grouped(arm.unread))] : []), ...(arm.reason === null ? [] : [arm.reason])];
  return [name, grouped(arm.handshakes), average(arm.roundTrips), bytes(arm.clientBytes), bytes(arm.serverBytes), [...sides, ...doubts].join('\n')];
}
