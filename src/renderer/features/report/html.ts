/**
 * The drawn report as one file: its elements, the rules of the window's styles that apply to them, and its fonts. Nothing in
 * it is fetched, nothing in it runs. Chinese is set in the reader's own font: the bundled one is 10 MB a weight.
 */
import mono from '../../styles/fonts/IBMPlexMono-Regular.woff2?url';
import medium from '../../styles/fonts/IBMPlexSans-Medium.woff2?url';
import regular from '../../styles/fonts/IBMPlexSans-Regular.woff2?url';
import semiBold from '../../styles/fonts/IBMPlexSans-SemiBold.woff2?url';

const FACES = [['IBM Plex Sans', 400, regular], ['IBM Plex Sans', 500, medium], ['IBM Plex Sans', 600, semiBold], ['IBM Plex Mono', 400, mono]] as const;

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const PSEUDO = /::?(?:before|after|marker|backdrop|placeholder|-webkit-[\w-]+|hover|focus-visible|focus|active)(?:\([^)]*\))?/g;

const applies = (selector: string, main: Element): boolean => {
  // Without what depends on a pointer or is drawn beside an element, it says which elements are meant.
  const plain = selector.replace(PSEUDO, '').trim();
  try {
    return main.matches(plain) || main.querySelector(plain) !== null;
  } catch {
    return false;
  }
};

/** Tokens: those of the light theme for all, those of the dark one where the reader's system is dark and nothing is printed. */
function tokens(rule: CSSStyleRule): string | null {
  if (rule.selectorText === '[data-theme="dark"]') return `@media screen and (prefers-color-scheme: dark) { :root { ${rule.style.cssText} } }`;
  return /^:root(?:, \[data-theme="light"\])?$/.test(rule.selectorText) ? `:root { ${rule.style.cssText} }` : null;
}

function rulesFor(rules: CSSRuleList, main: Element): string[] {
  return [...rules].flatMap((rule): string[] => {
    if (rule instanceof CSSStyleRule) {
      const token = tokens(rule);
      if (token !== null) return [token];
      // A shorthand that a variable hides and a longhand follows reads as empty values: they say nothing.
      return applies(rule.selectorText, main) ? [rule.cssText.replace(/[\w-]+: ;\s*/g, '')] : [];
    }
    if (rule instanceof CSSMediaRule) {
      const inner = rulesFor(rule.cssRules, main);
      return inner.length === 0 ? [] : [`@media ${rule.conditionText} { ${inner.join('\n')} }`];
    }
    return [];
  });
}

async function face([family, weight, url]: (typeof FACES)[number]): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url("data:font/woff2;base64,${btoa(binary)}") format("woff2"); }`;
}

/** What a page of its own needs beside the paper's rules: a measure, room at the sides, and wide things that scroll by themselves. */
const PAGE = `html { background: var(--surface); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
main.rp { max-width: 690px; margin: 0 auto; padding: 24px 16px 48px; }
main.rp .rp-table, main.rp .rp-drawing, main.rp .rp-note { overflow-x: auto; }
main.rp .rp-fig svg { max-width: none; }
main.rp a { color: var(--accent); }
@page { margin: 14mm 18mm 12mm; }
@media (max-width: 500px) { main.rp h1 { font-size: 20px; line-height: 26px; } main.rp .rp-lead { font-size: 15px; line-height: 22px; } main.rp .rp-two { width: max-content; } }`;

export interface HtmlFacts {
  readonly title: string;
  readonly author: string;
  readonly lang: string;
}

/** `main`: the report's flow as it stands in the document. */
export async function htmlFile(main: HTMLElement, { title, author, lang }: HtmlFacts): Promise<string> {
  const fonts = await Promise.all(FACES.map(face));
  const rules = [...document.styleSheets].flatMap((sheet) => rulesFor(sheet.cssRules, main));
  const copy = main.cloneNode(true) as HTMLElement;
  for (const element of [copy, ...copy.querySelectorAll('*')]) for (const name of element.getAttributeNames()) if (/^data-|^tabindex$/.test(name)) element.removeAttribute(name);
  copy.removeAttribute('lang');
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Handshake Lab">
${author === '' ? '' : `<meta name="author" content="${escape(author)}">\n`}<title>${escape(title)}</title>
<style>
${[...fonts, ...rules, PAGE].join('\n').replaceAll('</', '<\\/')}
</style>
</head>
<body>
${copy.outerHTML}
</body>
</html>
`;
}
