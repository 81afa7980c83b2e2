export default {
  label: 'Copy or save: {{name}}', table: 'Copy this table', chart: 'Save this chart', copied: 'Copied: {{name}}', saved: 'Saved as {{path}}',
  way: { tsv: 'Copy as TSV', markdown: 'Copy as Markdown', svg: 'Save as SVG…', png: 'Save as PNG…' },
  command: { tsv: 'Copy as TSV: {{name}}', markdown: 'Copy as Markdown: {{name}}', svg: 'Save as SVG: {{name}}', png: 'Save as PNG: {{name}}' },
};
