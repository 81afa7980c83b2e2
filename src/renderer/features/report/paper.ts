/** The sizes of the printed page, mm. The print process sets the same margins. */
export const MARGINS = { top: 14, side: 18, bottom: 12 } as const;
export const PAPERS = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } } as const;
export type PaperName = keyof typeof PAPERS;

export const PX_PER_MM = 96 / 25.4;
export const textWidth = (paper: PaperName): number => Math.floor((PAPERS[paper].width - 2 * MARGINS.side) * PX_PER_MM);
export const textHeight = (paper: PaperName): number => Math.floor((PAPERS[paper].height - MARGINS.top - MARGINS.bottom) * PX_PER_MM);

/** Between sheets, px. */
const GAP = 16;
const [LEAST, MOST] = [0.55, 0.67];

/** How large a sheet is drawn where it shall fit: two abreast where they can still be read, and no larger than that needs. */
export function fitting(room: number, sheetWidth: number): number {
  const two = Math.floor(((room - GAP) / 2 / sheetWidth) * 100) / 100;
  return two >= LEAST ? Math.min(MOST, two) : Math.min(MOST, Math.max(0.3, Math.floor((room / sheetWidth) * 100) / 100));
}
