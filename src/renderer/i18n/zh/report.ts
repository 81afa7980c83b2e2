export default {
  title: '报告', pages_one: '{{count}} 页，{{paper}}', pages_other: '{{count}} 页，{{paper}}', sections: '章节', name: '标题', language: '语言', paper: '纸张',
  choices: '报告内容', template: '模板', templates: { comparison: '比较', arm: '单个组合', claims: '论断' }, arm: '组合', failedArm: '{{arm}}（失败）', author: '作者', optional: '可留空',
  notes: '备注', notesAbout: 'Markdown，置于结论之后。HTML 按文字显示，图片显示为链接。', kept: '随输入保存在该次测量中。', notKept: '未能保存：{{message}}',
  section: {
    verdict: '结论', arms: '组合', comparisons: '比较', cost: '开销', load: '负载', flame: '火焰图', phases: '阶段', percentiles: '分位数', distribution: '分布', allocations: '内存分配', negotiated: '协商结果', noise: '噪声与核对', wire: '线路', claims: '论断',
    provenance: '来源',
  },
  export: '导出 PDF', writing: '正在写入', writingPages_one: '正在写入 {{as}}，{{count}} 页', writingPages_other: '正在写入 {{as}}，{{count}} 页', written: '已写入 {{path}}', failed: '未能写入：{{message}}', noSection: '请至少选择一个章节', zoom: '大小', fit: '适合',
  about: { pdf: '带标签、字体与大纲', html: '单个文件，可离线使用；中文使用读者自己的字体', md: '文字与表格相同；图以其表格代替' },
  preview: '页面预览', pageOf: '第 {{page}} 页，共 {{of}} 页', seed: '种子', choose: '请先打开一次测量，再打开其报告。', library: '打开实验库',
};
