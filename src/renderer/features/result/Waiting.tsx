/** A screen whose run is not there: none chosen, being opened, or not to be opened. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Opened } from './useResult.ts';
import './result.css';

const QUIET_MS = 150;

export function Waiting({ opened, onAgain, onLibrary }: { readonly opened: Exclude<Opened, { state: 'open' }>; readonly onAgain: () => void; readonly onLibrary: () => void }) {
  const { t } = useTranslation('result');
  const [late, setLate] = useState(false);
  useEffect(() => {
    // What opens at once shows nothing on the way.
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [opened.state]);
  return (
    <div className="screen" data-testid="result-waiting" data-state={opened.state}>
      <div className="waiting">
        {opened.state === 'none' ? (
          <>
            <p>{t('none')}</p>
            <button type="button" className="btn pri" onClick={onLibrary}>{t('library')}</button>
          </>
        ) : opened.state === 'opening' ? (
          late ? <><p>{t('opening')}</p><div className="bar waiting-bar"><i style={{ width: '40%' }} /></div></> : null
        ) : (
          <>
            <p className="bad">{t('openFailed')}</p>
            <p className="mid waiting-why" role="alert">{opened.message}</p>
            <div className="row gap2"><button type="button" className="btn" onClick={onAgain}>{t('tryAgain')}</button><button type="button" className="btn" onClick={onLibrary}>{t('library')}</button></div>
          </>
        )}
      </div>
    </div>
  );
}
