/** What an exact replay would not find as it was, before it is started all the same. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Difference } from '../../../shared/ipc/contract.ts';

export function Differences({ differences, onGo, onCancel }: { readonly differences: readonly Difference[]; readonly onGo: () => void; readonly onCancel: () => void }) {
  const { t } = useTranslation('result');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog className="differences" ref={dialog} onClose={onCancel} aria-labelledby="differences-title" data-testid="differences">
      <div className="ph"><h2 id="differences-title">{t('differences.title')}</h2></div>
      <p className="small mid run-pad">{t('differences.text')}</p>
      <div className="differences-list">
        <table className="tb">
          <thead><tr><th>{t('differences.what')}</th><th>{t('differences.then')}</th><th>{t('differences.now')}</th></tr></thead>
          <tbody>{differences.map((one) => <tr key={one.what}><td className="mid">{one.what}</td><td className="result-wrap">{one.then}</td><td className="result-wrap m">{one.now}</td></tr>)}</tbody>
        </table>
      </div>
      <div className="differences-foot">
        <button type="button" className="btn" data-testid="differences-cancel" onClick={onCancel}>{t('differences.cancel')}</button>
        <button type="button" className="btn pri" data-testid="differences-go" onClick={onGo}>{t('differences.go')}</button>
      </div>
    </dialog>
  );
}
