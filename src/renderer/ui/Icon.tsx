/** The product's icons: 16 px, one stroke. Always beside a word, or with a label of their own. */
const PATHS = {
  library: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  add: 'M8 3v10M3 8h10',
  run: 'M5 3.2v9.6l7.5-4.8z',
  result: 'M2.5 2.5v11h11M4.5 10l3-4 2.5 2 3.5-4.5',
  compare: 'M5.5 2.5v11M10.5 2.5v11M2.5 5h3M2.5 9h3M10.5 7h3M10.5 11h3',
  claims: 'M3 3.500h10v7H8L5 13v-2.500H3z',
  selfcheck: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 8l3-3M8 4.500V4M12 8h-.5M4.500 8H4',
  stacks: 'm8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  report: 'M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13M6 8h5M6 11h5',
  help: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.2 6.300a1.8 1.8 0 1 1 2.700 1.500c-.6.4-.9.7-.9 1.4M8 11.200v.1',
  window: 'M2.500 3.500h8v7h-8zM5.500 13h8V6',
  settings: 'M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3.5 3.5',
  good: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.4 8.2l1.8 1.8 3.4-3.8',
  refused: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.9 12.1l8.2-8.2',
  failed: 'M8 1.5 14.5 8 8 14.5 1.5 8zM6 6l4 4M10 6l-4 4',
  warn: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H7',
  redo: 'm10.5 3 3 3-3 3M13.5 6h-7a4 4 0 0 0 0 8H9',
  cut: 'M3.5 3.5h9v9h-9z',
  remove: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 9h5.8l.6-9',
  edit: 'm3 13 .6-2.8L11 2.8 13.2 5l-7.4 7.4zM9.6 4.2l2.2 2.2',
  share: 'M8 10V2.500M5 5.200 8 2.200l3 3M3.500 8.500v5h9v-5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name, small = false }: { readonly name: IconName; readonly small?: boolean }) => (
  <svg className={small ? 'ic s' : 'ic'} viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
