/** What the application menu may ask of the window, over MENU_COMMAND. The page answers the keys it shows itself. */
export const MENU_COMMANDS = [
  'new-scenario', 'open', 'export-pdf',
  'run', 'stop', 'pause',
  'navigate:library', 'navigate:builder', 'navigate:run', 'navigate:stacks', 'navigate:report',
  'theme:system', 'theme:light', 'theme:dark',
  'language:system', 'language:en', 'language:zh',
  'keys',
] as const;
/** `open:` carries the path of a run folder that the person gave to the app from outside. */
export type MenuCommand = (typeof MENU_COMMANDS)[number] | `open:${string}`;
