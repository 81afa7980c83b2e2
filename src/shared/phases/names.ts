/** What each phase is called; ids with `_` for `.`, since i18next nests at dots. */
import type { PhaseId } from './tree.ts';

export const PHASE_NAMES = {
  en: {
    connect: 'TCP connect', c: 'client handshake', c_hello: 'key share + ClientHello', c_hello_write: 'ClientHello written', c_retry: 'HelloRetryRequest answered',
    c_wait: 'waiting for the server flight', c_wait_wakeup: 'scheduling', c_flight: 'flight read → Finished written', c_flight_wait: 'waiting for the rest of the flight',
    c_kx: 'key exchange', c_decode: 'certificate decode', c_verify: 'chain verify', c_cv: 'CertificateVerify check', c_check: 'decode + verify + CV check',
    c_finished: 'Finished', c_finished_write: 'Finished written', c_flight_rest: 'not split by public hooks', c_validate: 'validation after Finished', c_validate_rest: 'not split by public hooks', c_rest: 'not split by public hooks',
    s: 'server handshake', s_wait_hello: 'waiting for ClientHello', s_wait_hello_wakeup: 'scheduling', s_retry: 'HelloRetryRequest', s_flight: 'ClientHello read → flight written',
    s_parse: 'ClientHello parse', s_select: 'certificate select', s_kx: 'key exchange', s_sign: 'sign CertificateVerify', s_build: 'build flight', s_write: 'write flight',
    s_flight_rest: 'not split by public hooks', s_wait_finished: 'waiting for the client Finished', s_wait_finished_wakeup: 'scheduling', s_finished: 'Finished', s_tickets: 'tickets', s_rest: 'not split by public hooks',
  },
  zh: {
    connect: 'TCP 连接', c: '客户端握手', c_hello: '密钥份额 + ClientHello', c_hello_write: '写出 ClientHello', c_retry: '应答 HelloRetryRequest',
    c_wait: '等待服务端报文', c_wait_wakeup: '调度', c_flight: '读到报文 → 写出 Finished', c_flight_wait: '等待其余报文',
    c_kx: '密钥交换', c_decode: '证书解码', c_verify: '证书链验证', c_cv: 'CertificateVerify 校验', c_check: '解码 + 验证 + CV 校验',
    c_finished: 'Finished', c_finished_write: '写出 Finished', c_flight_rest: '公开钩子无法细分', c_validate: 'Finished 之后的验证', c_validate_rest: '公开钩子无法细分', c_rest: '公开钩子无法细分',
    s: '服务端握手', s_wait_hello: '等待 ClientHello', s_wait_hello_wakeup: '调度', s_retry: 'HelloRetryRequest', s_flight: '读到 ClientHello → 写出报文',
    s_parse: '解析 ClientHello', s_select: '选择证书', s_kx: '密钥交换', s_sign: '签名 CertificateVerify', s_build: '组装报文', s_write: '写出报文',
    s_flight_rest: '公开钩子无法细分', s_wait_finished: '等待客户端 Finished', s_wait_finished_wakeup: '调度', s_finished: 'Finished', s_tickets: '会话票据', s_rest: '公开钩子无法细分',
  },
} as const;

type Key = keyof (typeof PHASE_NAMES)['en'];

export const phaseName = (id: PhaseId, language: 'en' | 'zh'): string => PHASE_NAMES[language][id.replaceAll('.', '_') as Key];
