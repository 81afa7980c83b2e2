export default {
  title: '报告', pages_one: '{{count}} 页，{{paper}}', pages_other: '{{count}} 页，{{paper}}', sections: '章节', name: '标题', language: '语言', paper: '纸张',
  section: { verdict: '结论', arms: '组合', comparisons: '比较', cost: '开销', load: '负载', flame: '火焰图', distribution: '分布', allocations: '内存分配', noise: '噪声与核对', wire: '线路', provenance: '来源' },
  export: '导出 PDF', writing: '正在写入', written: '已写入 {{path}}', failed: '未能写入：{{message}}', noSection: '请至少选择一个章节', zoom: '大小', fit: '适合', preview: '页面预览', pageOf: '第 {{page}} 页，共 {{of}} 页', seed: '种子',
  none: '没有可报告的测量。', choose: '请先打开一次测量，再打开其报告。', library: '打开实验库',
};
