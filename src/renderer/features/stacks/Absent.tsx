/** Versions that are not here, a line each: why, the command that adds one, and a button that runs it. */
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { NOT_ADDED, type StackInfo } from '../../../shared/stacks.ts';
import { addStack, useAdding } from './adding.ts';

interface AbsentProps {
  readonly stacks: readonly StackInfo[];
  readonly running: boolean;
}

export function Absent({ stacks, running }: AbsentProps) {
  const { t } = useTranslation('stacks');
  return (
    <table className="absent" data-testid="absent-stacks">
      <caption className="sr-only">{t('absent')}</caption>
      <thead><tr><th scope="col">{t('version')}</th><th scope="col">{t('why')}</th><th scope="col">{t('remedy')}</th><td /></tr></thead>
      <tbody>{stacks.map((stack) => <AbsentRow key={stack.id} stack={stack} running={running} />)}</tbody>
    </table>
  );
}

function AbsentRow({ stack: { id, reason, remedy, addable = false }, running }: { readonly stack: StackInfo; readonly running: boolean }) {
  const { t, i18n } = useTranslation('stacks');
  const { id: adding, lines, failed } = useAdding();
  const isNew = reason === NOT_ADDED && failed?.id !== id;
  const why = failed?.id === id ? reasonIn(failed.reason, i18n.language) : isNew ? t('notAdded') : reason && reasonIn(reason, i18n.language);
  const busy = adding !== null ? t('addingOther', { id: adding }) : running ? t('busy') : undefined;
  return (
    <tr data-testid="absent-stack" data-stack={id}>
      <th scope="row">{id}</th>
      {adding === id ? (
        <td colSpan={2} className="absent-progress" role="status" data-testid="adding">{lines.at(-1) ?? t('beginning')}</td>
      ) : (
        <>
          <td className={isNew ? 'mid' : 'bad'}>{why}</td>
          <td><span className={reason === NOT_ADDED ? 'mono' : 'small mid'}>{remedy && reasonIn(remedy, i18n.language)}</span></td>
        </>
      )}
      <td className="num">
        {addable ? (
          <button type="button" className="btn absent-add" data-testid="add-stack" disabled={busy !== undefined} title={busy} aria-label={t(isNew ? 'addThis' : 'againThis', { id })} onClick={() => void addStack(id)}>
            {adding === id ? t('adding') : isNew ? t('add') : t('tryAgain')}
          </button>
        ) : null}
      </td>
    </tr>
  );
}
