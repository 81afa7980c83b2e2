/** English and Chinese, each area a file of its own. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en, zh } from './resources.ts';

void i18next.use(initReactI18next).init({
  resources: { en, zh },
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'shell',
  // React escapes what it draws.
  interpolation: { escapeValue: false },
  initAsync: false,
});

export { i18next as i18n };
