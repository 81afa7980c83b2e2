/** Keys as this system writes them: `Ctrl K`, `⌘ K`. */
const MAC = /mac/i.test(globalThis.navigator?.platform ?? '');
const NAMES: Readonly<Record<string, string>> = MAC ? { Mod: '⌘', Enter: '↵', Shift: '⇧' } : { Mod: 'Ctrl', Enter: '↵' };

export const keys = (...names: readonly string[]): string => names.map((name) => NAMES[name] ?? name).join(' ');
