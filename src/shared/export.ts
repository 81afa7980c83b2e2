/** What a run can be written as, for other tools to open. */
export const EXPORTS = {
  pcapng: { name: 'pcapng', ending: 'pcapng' },
} as const satisfies Record<string, { readonly name: string; readonly ending: string }>;

export type ExportId = keyof typeof EXPORTS;
export const EXPORT_IDS = Object.keys(EXPORTS) as [ExportId, ...ExportId[]];
