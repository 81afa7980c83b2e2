/**
 * Header and footer of each page. They are printToPDF's templates, since Chromium before 131 prints no CSS margin boxes.
 * A template sees none of the page's styles or fonts, and one that it brings as data is not there in time: it names what
 * fontconfig finds (fonts.ts), and Chromium takes no WOFF2 from there. So both are set in the bundled Noto Sans SC.
 */

const MM_PER_INCH = 25.4;
/** In mm, as drawn: room for the header above and the footer below. */
export const MARGINS_MM = { top: 14, side: 18, bottom: 12 } as const;
export const inches = (mm: number): number => mm / MM_PER_INCH;

const WORDS = {
  en: { seed: 'seed', page: 'page {n} of {N}' },
  zh: { seed: '种子', page: '第 {n} 页，共 {N} 页' },
} as const;

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** `--ink-3` of the light theme, at caption size. Chromium itself keeps 15 pt to the edge of the paper. */
const line = (left: string, right: string): string =>
  `<div style="box-sizing:border-box;width:100%;padding:0 ${MARGINS_MM.side}mm;display:flex;justify-content:space-between;gap:8mm;` +
  `font:8pt/1.3 'Noto Sans SC',sans-serif;color:#5F6973;-webkit-print-color-adjust:exact">` +
  `<span style="white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0">${left}</span><span style="white-space:nowrap">${right}</span></div>`;

export const header = (title: string): string => line(escape(title), 'Handshake Lab');

/** `seed`: of the run; null where the report is of no single run. */
export function footer({ date, seed }: { readonly date: string; readonly seed: number | null }, language: 'en' | 'zh'): string {
  const words = WORDS[language];
  const page = words.page.replace('{n}', '<span class="pageNumber"></span>').replace('{N}', '<span class="totalPages"></span>');
  return line(escape(seed === null ? date : `${date} · ${words.seed} ${seed}`), page);
}
