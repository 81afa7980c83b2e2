/** Reasons that come from workers, the engine and set-up, in the language of the reader. Pure. */
import { ENGINE, ENGINE_PATTERNS } from './engine-zh.ts';
import type { Pattern } from './pattern.ts';
import { PROBLEM_PATTERNS } from './problems-zh.ts';
import { SET_UP, SET_UP_PATTERNS } from './setup-zh.ts';
import { STACK_PATTERNS, STACKS } from './zh.ts';

const WHOLE: ReadonlyMap<string, string> = new Map([STACKS, ENGINE, SET_UP].flatMap((texts) => Object.entries(texts)));
/** The first that fits: those of a narrower place stand before those that take almost any text as a part. */
const PATTERNS: readonly Pattern[] = [...STACK_PATTERNS, ...ENGINE_PATTERNS, ...SET_UP_PATTERNS, ...PROBLEM_PATTERNS];
const TWO_SENTENCES = /^([^.]+\.) (.+)$/;

function chinese(text: string): string {
  const whole = WHOLE.get(text);
  if (whole !== undefined) return whole;
  for (const [pattern, say] of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return typeof say === 'string' ? text.replace(pattern, say) : say(found.slice(1), chinese);
  }
  const [, first, rest] = TWO_SENTENCES.exec(text) ?? [];
  if (first === undefined || rest === undefined) return text;
  const said = [chinese(first), chinese(rest)] as const;
  return said[0] === first || said[1] === rest ? text : said.join('');
}

/** A text that is not known stands as it was said. */
export const reasonIn = (text: string, language: string): string => (language.startsWith('zh') ? chinese(text) : text);
