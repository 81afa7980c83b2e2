import { useTranslation } from 'react-i18next';
import { useApp } from '../stores/app.ts';
import { Icon } from '../ui/Icon.tsx';
import { keys } from '../ui/keys.ts';

const Mark = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
    <path d="M1 6h4l3-4 3 4h6" fill="none" stroke="var(--accent)" strokeWidth="1.8" strokeLinejoin="round" />
    <path d="M1 12h6l3 4 3-4h4" fill="none" stroke="var(--ink-3)" strokeWidth="1.8" strokeLinejoin="round" />
  </svg>
);

export function TitleBar({ onPalette }: { readonly onPalette: () => void }) {
  const { t } = useTranslation('shell');
  const screen = useApp((state) => state.screen);
  return (
    <header className="title">
      <div className="brand"><Mark /><span>{t('product')}</span></div>
      <div className="crumb mid small">{t(`nav.${screen}`)}</div>
      <button type="button" className="cmd" data-testid="palette-open" onClick={onPalette}>
        <Icon name="search" small />
        <span className="grow ell">{t('command.open')}</span>
        <span className="key">{keys('Mod', 'K')}</span>
      </button>
    </header>
  );
}
