export default {
  title: 'Report', pages_one: '{{count}} page, {{paper}}', pages_other: '{{count}} pages, {{paper}}', sections: 'Sections', name: 'Title', language: 'Language', paper: 'Paper',
  section: { verdict: 'Verdict', arms: 'Arms', comparisons: 'Comparisons', cost: 'Cost', load: 'Load', flame: 'Flame', distribution: 'Distribution', allocations: 'Allocations', noise: 'Noise and checks', wire: 'Wire', provenance: 'Provenance' },
  export: 'Export PDF', writing: 'Writing', written: 'Written to {{path}}', failed: 'Not written: {{message}}', noSection: 'Tick at least one section', zoom: 'Size', fit: 'Fit', preview: 'Preview of the pages', pageOf: 'page {{page}} of {{of}}', seed: 'seed',
  none: 'No run to report on.', choose: 'Open a run first, then its report.', library: 'Open the library',
};
