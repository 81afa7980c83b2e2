/** The phases in Chinese, in full, and the name of one in either language. */
import { PHASE_NAMES } from './names.ts';
import type { PhaseId } from './tree.ts';

const REST = '公开钩子无法细分';

export const PHASE_NAMES_ZH: Readonly<Record<PhaseId, string>> = {
  connect: 'TCP 连接',
  c: '客户端握手',
  'c.hello': '密钥份额 + ClientHello',
  'c.hello.write': '写出 ClientHello',
  'c.retry': '应答 HelloRetryRequest',
  'c.wait': '等待服务端报文',
  'c.wait.wakeup': '调度',
  'c.flight': '读到报文 → 写出 Finished',
  'c.flight.wait': '等待其余报文',
  'c.kx': '密钥交换',
  'c.decode': '证书解码',
  'c.verify': '证书链验证',
  'c.cv': 'CertificateVerify 校验',
  'c.check': '解码 + 验证 + CV 校验',
  'c.finished': 'Finished',
  'c.finished.write': '写出 Finished',
  'c.flight.rest': REST,
  'c.validate': 'Finished 之后的验证',
  'c.validate.rest': REST,
  'c.rest': REST,
  s: '服务端握手',
  's.wait.hello': '等待 ClientHello',
  's.wait.hello.wakeup': '调度',
  's.retry': 'HelloRetryRequest',
  's.flight': '读到 ClientHello → 写出报文',
  's.parse': '解析 ClientHello',
  's.select': '选择证书',
  's.kx': '密钥交换',
  's.sign': '签名 CertificateVerify',
  's.build': '组装报文',
  's.write': '写出报文',
  's.flight.rest': REST,
  's.wait.finished': '等待客户端 Finished',
  's.wait.finished.wakeup': '调度',
  's.finished': 'Finished',
  's.tickets': '会话票据',
  's.rest': REST,
};

export const phaseName = (id: PhaseId, language: 'en' | 'zh'): string => (language === 'zh' ? PHASE_NAMES_ZH : PHASE_NAMES)[id];
