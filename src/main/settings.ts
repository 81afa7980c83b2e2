/** The person's settings, and what of them main itself obeys. */
import { app, nativeTheme } from 'electron';
import { join } from 'node:path';
import { Settings, type Language } from '../shared/ipc/contract.ts';
import { preferTimes } from '../shared/report/figures.ts';
import { readJson, writeJson } from './json-file.ts';

const file = (): string => join(app.getPath('userData'), 'settings.json');

export const systemLanguage = (): Language => (app.getPreferredSystemLanguages()[0]?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en');
export const languageOf = (settings: Settings): Language => (settings.language === 'system' ? systemLanguage() : settings.language);

/** As they are kept; nothing is done by them yet. */
export const readSettings = (): Settings => readJson(file(), Settings);

function obey(settings: Settings): void {
  nativeTheme.themeSource = settings.theme;
  preferTimes(settings.times);
}

export function loadSettings(): Settings {
  const settings = readSettings();
  obey(settings);
  return settings;
}

export function saveSettings(settings: Settings): void {
  writeJson(file(), settings);
  obey(settings);
}
