/** The words of the single-arm report and of the claims report, in both languages. */
import type { JudgedClaim } from '../claims/document.ts';

const en = {
  lead: (arm: string) => `${arm}: half of its handshakes are over within `, leadP99: ', 99 in 100 within ', leadEnd: (handshakes: string, rounds: string) => `. ${handshakes} handshakes in ${rounds} rounds.`,
  leadFailed: (arm: string) => `${arm} failed: `, leadFailedEnd: (handshakes: string) => `. ${handshakes} handshakes were made before; no figure stands.`, errors: (list: string) => `Errors: ${list}.`, errorCount: (text: string, count: string) => `${text} (${count})`,
  flameHalf: (which: 'first' | 'second') => `The ${which} half of the axis at twice the scale.`,
  phases: 'Phases of both sides', phasesHead: (unit: string) => ['phase', `begins, ${unit}`, `mean, ${unit}`, 'interval, 95 %', 'share', 'seen in'] as const,
  phasesCaption: 'Means over the handshakes that showed the phase, from the client’s start; a phase belongs to the one that it is set in under, and those of one level add up to it. Share: of its side’s total. Seen in: handshakes.',
  percentiles: 'Percentiles', percentilesHead: (unit: string) => ['handshake time', unit, 'interval, 95 %'] as const, mean: 'mean', least: 'least', most: 'most',
  percentilesCaption: (handshakes: string) => `Over all ${handshakes} handshakes of the arm; 95 % intervals from the spread of batches of rounds. A dash: too few rounds, or too few handshakes above, promise one.`,
  allocations: 'Allocations and garbage collection', allocationsHead: ['per handshake', 'client', 'server'] as const, bytes: 'allocated, KB', objects: 'objects', gc: 'collections per 1 000', pause: 'pause per 1 000, ms', how: 'counted', exact: 'exactly', estimate: 'estimated (≈)',
  allocationsCaption: 'Bytes and objects from allocation blocks of their own; collections and pauses from timing blocks. A dash: the runtime has no public figure.',
  byPhaseHead: ['phase', 'allocated, KB', 'objects'] as const, byPhaseCaption: 'Allocated in each phase, where the runtime tells.',
  negotiated: 'Negotiated', version: 'Version', group: 'Group', cipherSuite: 'Cipher suite', alpn: 'ALPN', resumption: 'Resumption', retry: 'HelloRetryRequest', earlyData: 'Early data', client: 'Client', server: 'Server',
  notReported: 'not reported', none: 'none', yes: 'yes', no: 'no', resumed: 'resumed', full: 'full handshake', early: { accepted: 'accepted', rejected: 'rejected' }, notOffered: 'not offered',
  side: (stack: string, library: string, cpus: string) => `${stack}${library === '' ? '' : ` on ${library}`}, CPU ${cpus}`, chain: 'Certificates',
  messages: 'Messages', messagesHead: ['from', 'message', 'bytes', 'per handshake'] as const, messagesCaption: 'Bytes with the header and tag of the record that a message begins, means over the recorded handshakes.',
  claimsTitle: 'Claims', comma: ', ', stop: '.', claimsHead: ['statement', 'claimed', 'measured', '95 %', 'verdict'] as const,
  claimsCaption: 'Claimed and measured in the unit of each row. A claim is supported where the interval of what was measured lies within what is claimed, refuted where the two have nothing in common, else inconclusive. Each is decided by the last run that was made for it.',
  tally: (count: string, verdict: string) => `${count} ${verdict}`, claimsLead: (count: string) => `${count} statements: `, decidedBy: (run: string) => `Decided by ${run}`,
  runs: 'Runs', runsHead: ['run', 'claims that it decides'] as const, runsCaption: 'lab claims --run ID runs a claim anew; lab show RUN shows a run.', made: 'Made', noRuns: 'No claim has been run on this machine yet: lab claims --run all.',
  verdicts: { supported: 'supported', refuted: 'refuted', inconclusive: 'inconclusive', 'not offered by this stack': 'not offered by this stack', 'not testable here': 'not testable here', 'not built yet': 'not built yet', 'not run yet': 'not run yet' } satisfies Record<JudgedClaim['verdict'], string> as Record<JudgedClaim['verdict'], string>,
};

const zh: Omit<typeof en, 'phasesHead' | 'percentilesHead' | 'allocationsHead' | 'byPhaseHead' | 'messagesHead' | 'claimsHead' | 'runsHead'> & {
  readonly phasesHead: (unit: string) => readonly string[]; readonly percentilesHead: (unit: string) => readonly string[]; readonly allocationsHead: readonly string[]; readonly byPhaseHead: readonly string[];
  readonly messagesHead: readonly string[]; readonly claimsHead: readonly string[]; readonly runsHead: readonly string[];
} = {
  lead: (arm) => `${arm}：半数握手在 `, leadP99: ' 内完成，百分之九十九在 ', leadEnd: (handshakes, rounds) => ` 内完成。共 ${handshakes} 次握手，${rounds} 轮。`,
  leadFailed: (arm) => `${arm} 失败：`, leadFailedEnd: (handshakes) => `。此前完成 ${handshakes} 次握手；没有可用的数字。`, errors: (list) => `错误：${list}。`, errorCount: (text, count) => `${text}（${count} 次）`,
  flameHalf: (which) => `坐标轴的${which === 'first' ? '前' : '后'}一半，放大一倍。`,
  phases: '两端各阶段', phasesHead: (unit) => ['阶段', `开始，${unit}`, `平均，${unit}`, '区间，95 %', '占比', '见于'],
  phasesCaption: '对出现该阶段的握手取平均，时间自客户端开始计；缩进的阶段属于其上一级，同级相加即为上一级。占比：占本端总时间。见于：握手次数。',
  percentiles: '分位数', percentilesHead: (unit) => ['握手耗时', unit, '区间，95 %'], mean: '平均', least: '最小', most: '最大',
  percentilesCaption: (handshakes) => `取自该组合的全部 ${handshakes} 次握手；95 % 区间来自各批轮次的离散。短横：轮次太少或其上握手太少，给不出。`,
  allocations: '内存分配与垃圾回收', allocationsHead: ['每次握手', '客户端', '服务端'], bytes: '分配，KB', objects: '对象数', gc: '每千次回收', pause: '每千次暂停，ms', how: '计数方式', exact: '精确', estimate: '估计（≈）',
  allocationsCaption: '字节与对象来自独立的分配区块；回收与暂停来自计时区块。短横：该运行时没有公开的数据。',
  byPhaseHead: ['阶段', '分配，KB', '对象数'], byPhaseCaption: '各阶段的分配，限于运行时提供者。',
  negotiated: '协商结果', version: '版本', group: '群', cipherSuite: '密码套件', alpn: 'ALPN', resumption: '恢复', retry: 'HelloRetryRequest', earlyData: '早期数据', client: '客户端', server: '服务端',
  notReported: '未报告', none: '无', yes: '有', no: '无', resumed: '已恢复', full: '完整握手', early: { accepted: '被接受', rejected: '被拒绝' }, notOffered: '未提供',
  side: (stack, library, cpus) => `${stack}${library === '' ? '' : `，使用 ${library}`}，CPU ${cpus}`, chain: '证书',
  messages: '报文', messagesHead: ['来自', '报文', '字节', '每次握手'], messagesCaption: '字节数含报文所起始的记录的首部与标签，对所记录的握手取平均。',
  claimsTitle: '论断', comma: '，', stop: '。', claimsHead: ['论断', '所称', '实测', '95 %', '结论'],
  claimsCaption: '所称与实测以各行的单位计。实测区间落在所称范围之内为「成立」，两者毫无交集为「不成立」，否则为「不能断定」。每条由为其所做的最近一次测量判定。',
  tally: (count, verdict) => `${count} 条${verdict}`, claimsLead: (count) => `共 ${count} 条论断：`, decidedBy: (run) => `判定依据：${run}`,
  runs: '测量', runsHead: ['测量', '所判定的论断'], runsCaption: '用 lab claims --run ID 重新测量一条；用 lab show RUN 查看一次测量。', made: '制作', noRuns: '此机器上尚未测量任何论断：lab claims --run all。',
  verdicts: { supported: '成立', refuted: '不成立', inconclusive: '不能断定', 'not offered by this stack': '该栈不提供', 'not testable here': '此处无法检验', 'not built yet': '尚未实现', 'not run yet': '尚未测量' },
};

export type ArmWords = typeof zh;
export const ARM_WORDS: Readonly<Record<'en' | 'zh', ArmWords>> = { en, zh };
