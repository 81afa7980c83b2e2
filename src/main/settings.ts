/** The person's settings, and what of them main itself obeys. */
import { app, nativeTheme } from 'electron';
import { join } from 'node:path';
import { Settings, type Language } from '../shared/ipc/contract.ts';
import { readJson, writeJson } from './json-file.ts';

const file = (): string => join(app.getPath('userData'), 'settings.json');

export const systemLanguage = (): Language => (app.getPreferredSystemLanguages()[0]?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en');
export const languageOf = (settings: Settings): Language => (settings.language === 'system' ? systemLanguage() : settings.language);

export function loadSettings(): Settings {
  const settings = readJson(file(), Settings);
  nativeTheme.themeSource = settings.theme;
  return settings;
}

export function saveSettings(settings: Settings): void {
  writeJson(file(), settings);
  nativeTheme.themeSource = settings.theme;
}
