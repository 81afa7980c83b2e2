import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { i18n as I18n } from 'i18next';

/** The same words in the report's language, which need not be the window's. */
export function useReportLanguage(language: 'en' | 'zh'): I18n {
  const { i18n } = useTranslation();
  return useMemo(() => i18n.cloneInstance({ lng: language }), [i18n, language]);
}
