export default {
  label: '复制或保存：{{name}}', table: '复制此表格', chart: '保存此图', copied: '已复制：{{name}}', saved: '已保存为 {{path}}',
  way: { tsv: '复制为 TSV', markdown: '复制为 Markdown', svg: '保存为 SVG…', png: '保存为 PNG…' },
  command: { tsv: '复制为 TSV：{{name}}', markdown: '复制为 Markdown：{{name}}', svg: '保存为 SVG：{{name}}', png: '保存为 PNG：{{name}}' },
};
