/** What the application menu may ask of the window, over MENU_COMMAND. The page answers the keys it shows itself. */
export const MENU_COMMANDS = [
  'new-scenario', 'open', 'open-file', 'export-pdf',
  'run', 'stop', 'pause',
  'navigate:library', 'navigate:builder', 'navigate:run', 'navigate:result', 'navigate:compare', 'navigate:claims', 'navigate:stacks', 'navigate:selfcheck', 'navigate:report', 'navigate:help',
  'theme:system', 'theme:light', 'theme:dark',
  'language:system', 'language:en', 'language:zh',
  'keys', 'diagnostics',
  // Another window changed them.
  'settings',
] as const;
/** `open:` carries the path of a run folder that the person gave to the app from outside. */
export type MenuCommand = (typeof MENU_COMMANDS)[number] | `open:${string}`;
