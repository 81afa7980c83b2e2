/** A place whose content is on its way, or did not come. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const QUIET_MS = 150;

/** What comes at once shows nothing on the way. */
export function Loading({ text }: { readonly text: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return <div className="waiting" role="status">{late ? <><p>{text}</p><div className="bar waiting-bar"><i className="waiting-part" /></div></> : null}</div>;
}

interface FailedProps {
  readonly what: string;
  readonly why: string;
  readonly onAgain: () => void;
}

export function Failed({ what, why, onAgain }: FailedProps) {
  const { t } = useTranslation('shell');
  return (
    <div className="waiting" role="alert" data-testid="failed">
      <p className="bad">{what}</p>
      <p className="mid waiting-why">{why}</p>
      <button type="button" className="btn" onClick={onAgain}>{t('retry')}</button>
    </div>
  );
}
