import { PHASE_NAMES_ZH } from '../../../shared/phases/name.ts';

export default {
  name: Object.fromEntries(Object.entries(PHASE_NAMES_ZH).map(([id, name]) => [id.replaceAll('.', '_'), name])),
  short: {
    connect: '连接', c: '客户端', c_hello: 'Hello', c_hello_write: '写', c_retry: 'HRR',
    c_wait: '等待', c_wait_wakeup: '唤醒', c_flight: '报文', c_flight_wait: '等待',
    c_kx: '密钥', c_decode: '解码', c_verify: '验证', c_cv: 'CV', c_check: '校验', c_finished: 'Fin', c_finished_write: '写', c_flight_rest: '未细分', c_validate: '验证', c_validate_rest: '未细分', c_rest: '未细分',
    s: '服务端', s_wait_hello: '等待', s_wait_hello_wakeup: '唤醒', s_retry: 'HRR', s_flight: '报文',
    s_parse: '解析', s_select: '选择', s_kx: '密钥', s_sign: '签名', s_build: '组装', s_write: '写', s_flight_rest: '未细分', s_wait_finished: '等待', s_wait_finished_wakeup: '唤醒', s_finished: 'Fin', s_tickets: '票据', s_rest: '未细分',
  },
  edges: {
    connect: 'connect() → 已连接；不计入 TLS 总时间', c: '调用握手 → 返回', c_hello: '调用握手 → 首次写开始', c_hello_write: '写调用', c_retry: '读到 HelloRetryRequest → 写出第二个 ClientHello',
    c_wait: '写结束 → 服务端报文到达', c_wait_wakeup: '报文到达 → 本端运行', c_flight: '读到报文 → 写出 Finished', c_flight_wait: '报文的后续读取',
    c_kx: '读到报文 → 得到握手密钥', c_decode: '读到证书 → 开始验证证书链', c_verify: '开始验证证书链 → 结束', c_cv: '证书链已验证 → 签名已校验', c_check: '得到握手密钥 → 名称已校验；无法细分',
    c_finished: '签名已校验 → 写开始', c_finished_write: '写调用', c_flight_rest: '报文之内，钩子之间', c_validate: '写出 Finished → 握手返回', c_validate_rest: '验证之内，钩子之间', c_rest: '握手之内，钩子之间',
    s: '接受连接 → 握手返回', s_wait_hello: '接受连接 → ClientHello 到达', s_wait_hello_wakeup: 'ClientHello 到达 → 本端运行', s_retry: '读到 ClientHello → 写出 HelloRetryRequest', s_flight: '读到 ClientHello → 写出报文',
    s_parse: '读到 ClientHello → 解析完毕', s_select: '解析完毕 → 选定证书', s_kx: '解析或选定 → 得到握手密钥', s_sign: '调用签名器 → 返回', s_build: '得到密钥 → 写开始，不含签名', s_write: '写调用',
    s_flight_rest: '报文之内，钩子之间', s_wait_finished: '写出报文 → 客户端 Finished 到达', s_wait_finished_wakeup: 'Finished 到达 → 本端运行', s_finished: '读到客户端 Finished → 校验完毕', s_tickets: 'Finished 校验完毕 → 握手返回', s_rest: '握手之内，钩子之间',
  },
  legend: {
    connect: '连接', keyshare: 'ClientHello', parse: '解析', select: '选择', 'kx-server': '密钥交换（服务端）', 'kx-client': '密钥交换（客户端）', sign: '签名', build: '组装、写出',
    decode: '证书解码', verify: '证书链验证', cvcheck: 'CV 校验', finished: 'Finished', tickets: '票据', waiting: '等待', wakeup: '调度', rest: '未细分',
  },
  message: { ClientHello: 'ClientHello', HelloRetryRequest: 'HelloRetryRequest', 'ClientHello 2': 'ClientHello 2', 'server flight': 'ServerHello … Finished', Finished: 'Finished', tickets: '票据' },
  side: { client: '客户端', server: '服务端' },
  messages: '报文',
  done: { client: '客户端完成 {{value}}', server: '服务端完成 {{value}}', shortClient: '客户端 {{value}}', shortServer: '服务端 {{value}}' },
  merged: '{{count}} 个阶段，{{value}}',
  axis: { time: 'µs', ms: 'ms', bytes: 'KB', objects: '个对象' },
  readout: {
    empty: '指向一个条块，或按 Tab', ofTotal: '占{{side}}总量', n: 'n', pinned: '已固定：按 Enter 或 Esc 松开', start: '起于 {{value}}', sent: '写出于 {{value}}', received: '读到于 {{value}}', unread: '未见读取',
    noInterval: '无区间：不足 5 轮', one: '单次握手', outside: '不计入 TLS 总时间',
  },
  table: { caption: '握手各阶段，{{what}}', side: '端', phase: '阶段', start: '开始，{{unit}}', value: '数值，{{unit}}', interval: '95 %', share: '占总量', n: 'n', edges: '起 → 止' },
  shift: { head: 'B − A，{{unit}}', says: 'B', faster: 'B 中更快', slower: 'B 中更慢', same: '无法区分', edge: '左边缘：阶段；仅 B 有的阶段与同级共享宽度', onlyA: '仅在 A 中', onlyB: '仅在 B 中', together: '若干阶段合计', noInterval: '无区间：轮数太少' },
  flame: { search: '在火焰图中查找', searchFor: '阶段或消息', hitOf: '第 {{at}} 处，共 {{count}} 处', before: '上一处（Shift+Enter）', after: '下一处（Enter）', close: '关闭查找（Esc）', hits_one: '{{count}} 处', hits_other: '{{count}} 处', label: '双端火焰图，{{what}}', help: '方向键在条块间移动，Enter 固定，+ 和 − 缩放，双击使条块充满视图，0 显示全部，A 和 D 平移，/ 查找，T 显示表格，C 复制。', zoomed: '已放大；按 0 显示全部', copied: '已复制为文本', waitingFor: '首批握手到达后显示火焰图', noWeight: '没有按阶段的{{what}}：这些运行时不提供', grew: '坐标轴扩展到 {{value}}' },
};
