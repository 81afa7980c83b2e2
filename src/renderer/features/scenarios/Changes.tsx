/** What is different from the saved scenario, or from what a new one was made from: field by field, with a way back for each. */
import { useTranslation } from 'react-i18next';
import { change, useBuilder } from '../../stores/builder.ts';
import { changesSince, reverted } from './changes.ts';
import { fieldName, wholeName } from './field-words.ts';

export function Changes({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('scenario');
  const { id, origin, present } = useBuilder();
  const before = t(id === null ? 'changes.original' : 'changes.saved');
  return (
    <section className="changes rule-b" aria-label={t('changes.title')} data-testid="changes">
      <table className="tb">
        <thead><tr><th scope="col">{t('changes.field')}</th><th scope="col">{before}</th><th scope="col">{t('changes.now')}</th><th scope="col"><span className="sr-only">{t('changes.revert')}</span></th></tr></thead>
        <tbody>
          {changesSince(origin.scenario, present).map(({ path, before: was, now }) => (
            <tr key={path} data-testid="change" data-path={path}>
              <th scope="row">{fieldName(path, t)}</th>
              <td className="mid">{wholeName(path, was, t)}</td>
              <td className="m">{wholeName(path, now, t)}</td>
              <td className="num"><button type="button" className="link" data-testid="revert" aria-label={`${t('changes.revert')}: ${fieldName(path, t)}`} onClick={() => change(reverted(present, origin.scenario, path))}>{t('changes.revert')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row gap2 changes-foot">
        <button type="button" className="btn" data-testid="revert-all" onClick={() => change(origin.scenario)}>{t('changes.revertAll')}</button>
        <button type="button" className="btn quiet" onClick={onClose}>{t('changes.close')}</button>
      </div>
    </section>
  );
}
