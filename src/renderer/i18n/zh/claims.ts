export default {
  title: '论断', sub: '关于 TLS 协议栈的论断，在本机上逐条检验。只有运行才会改变结论。',
  runAll: '全部运行', run: '运行', again: '再次运行', stop: '停止', watch: '查看', edit: '在场景中打开', openRun: '打开该次运行', busy: '正在运行', running: '运行中，{{percent}} %', waiting: '等待中', left_one: '剩余 {{count}} 项', left_other: '剩余 {{count}} 项',
  filter: '按结论筛选', all: '全部', loading: '正在读取论断', failed: '无法读取论断', noReference: '该论断未给出数值', noFigure: '没有测得数值',
  head: { statement: '论断', reference: '所称', measured: '实测', verdict: '结论' },
  verdict: { supported: '成立', refuted: '不成立', inconclusive: '无法判定', 'not offered by this stack': '该栈不提供', 'not testable here': '此处无法检验', 'not built yet': '尚未支持', 'not run yet': '尚未运行' },
};
