/** The command palette: type, choose with the arrows, Enter. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { commandsFor } from './commands.ts';
import { useLanguage } from './useAppearance.ts';

const MOST = 12;

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shell');
  const language = useLanguage();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const all = useMemo(() => commandsFor(t, language), [t, language]);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))).slice(0, MOST);
  useEffect(() => dialog.current?.showModal(), []);
  const choose = (index: number): void => {
    onClose();
    found[index]?.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt((one) => Math.min(found.length - 1, one + 1));
    else if (event.key === 'ArrowUp') setAt((one) => Math.max(0, one - 1));
    else if (event.key === 'Enter') choose(at);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={t('command.label')} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()} data-testid="palette">
      <input
        type="text" value={text} placeholder={t('command.placeholder')} aria-label={t('command.placeholder')} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={onKey} autoFocus
      />
      <ul id="palette-list" role="listbox" aria-label={t('command.label')}>
        {found.map(({ id, label }, index) => (
          <li key={id} id={`palette-${index}`} role="option" aria-selected={index === at} className={index === at ? 'on' : ''} onMouseMove={() => setAt(index)} onClick={() => choose(index)}>{label}</li>
        ))}
        {found.length === 0 ? <li className="dim">{t('command.none')}</li> : null}
      </ul>
    </dialog>
  );
}
