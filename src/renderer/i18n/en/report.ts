export default {
  title: 'Report', pages_one: '{{count}} page, {{paper}}', pages_other: '{{count}} pages, {{paper}}', sections: 'Sections', name: 'Title', language: 'Language', paper: 'Paper',
  choices: 'What the report holds', template: 'Template', templates: { comparison: 'Comparison', arm: 'Single arm', claims: 'Claims' }, arm: 'Arm', failedArm: '{{arm}} (failed)', author: 'Author', optional: 'optional',
  notes: 'Notes', notesAbout: 'Markdown, put after the verdict. HTML stands as text, images as links.', kept: 'Kept with the run as you type.', notKept: 'Not kept: {{message}}',
  section: {
    verdict: 'Verdict', arms: 'Arms', comparisons: 'Comparisons', cost: 'Cost', load: 'Load', flame: 'Flame', phases: 'Phases', percentiles: 'Percentiles', distribution: 'Distribution', allocations: 'Allocations', negotiated: 'Negotiated', noise: 'Noise and checks', wire: 'Wire', claims: 'Claims',
    provenance: 'Provenance',
  },
  export: 'Export PDF', writing: 'Writing', writingPages_one: 'Writing {{as}}, {{count}} page', writingPages_other: 'Writing {{as}}, {{count}} pages', written: 'Written to {{path}}', failed: 'Not written: {{message}}', noSection: 'Tick at least one section', zoom: 'Size', fit: 'Fit',
  about: { pdf: 'Tagged, with fonts and outline', html: 'One file that works offline; Chinese is set in the reader’s own font', md: 'The same words and tables; drawings stand as their tables' },
  preview: 'Preview of the pages', pageOf: 'page {{page}} of {{of}}', seed: 'seed', choose: 'Open a run first, then its report.', library: 'Open the library',
};
