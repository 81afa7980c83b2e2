/** Waits for the fonts that a report is set in, so that labels are measured as they will be printed. */
import { forgetWidths } from '../flame/text.ts';

const LATIN = 'Handshake µs ±';
const HAN = '握手耗时';

export async function reportFonts(language: 'en' | 'zh'): Promise<void> {
  const wanted = [400, 500, 600].flatMap((weight) => [`${weight} 12px "IBM Plex Sans"`, ...(language === 'zh' ? [`${weight} 12px "Noto Sans SC"`] : [])]);
  // A font that fails to load is left to the fallback: a report in another face is better than none.
  await Promise.allSettled(wanted.map((font) => document.fonts.load(font, font.includes('Noto') ? HAN : LATIN)));
  await document.fonts.load('400 11px "IBM Plex Mono"', LATIN).catch(() => undefined);
  await document.fonts.ready;
  forgetWidths();
}
