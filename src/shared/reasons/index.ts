/** Reasons that come from workers and the engine, in the language of the reader. Pure. */
import { CHINESE, CHINESE_PATTERNS } from './zh.ts';

const TWO_SENTENCES = /^([^.]+\.) (.+)$/;

function chinese(text: string): string {
  const whole = CHINESE[text];
  if (whole !== undefined) return whole;
  for (const [pattern, say] of CHINESE_PATTERNS) {
    const found = pattern.exec(text);
    if (found) return say(found.slice(1), chinese);
  }
  const [, first, rest] = TWO_SENTENCES.exec(text) ?? [];
  if (first === undefined || rest === undefined) return text;
  const said = [chinese(first), chinese(rest)] as const;
  return said[0] === first || said[1] === rest ? text : said.join('');
}

/** A text that is not known stands as it was said. */
export const reasonIn = (text: string, language: string): string => (language.startsWith('zh') ? chinese(text) : text);
