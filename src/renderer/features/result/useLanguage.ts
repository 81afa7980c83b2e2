import { useTranslation } from 'react-i18next';
import type { Language } from '../../../shared/result/verdict-words.ts';

export const languageOf = (tag: string): Language => (tag.startsWith('zh') ? 'zh' : 'en');
/** The language in which sentences with figures are made. */
export const useLanguage = (): Language => languageOf(useTranslation().i18n.language);
