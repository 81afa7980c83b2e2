/** Theme and language of the page, from the settings and the system. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/ipc/contract.ts';
import { useApp } from '../stores/app.ts';

export function useLanguage(): Language {
  const { settings, about } = useApp();
  return settings.language === 'system' ? (about?.systemLanguage ?? 'en') : settings.language;
}

export function useAppearance(): void {
  const { i18n } = useTranslation();
  const theme = useApp(({ settings }) => settings.theme);
  const language = useLanguage();
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    void i18n.changeLanguage(language);
  }, [i18n, language]);
}
