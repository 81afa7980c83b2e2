import { useTranslation } from 'react-i18next';
import type { OwnScenario } from '../../../shared/ipc/contract.ts';
import { attempt, go, loadLibrary, offerUndo } from '../../stores/app.ts';
import { editScenario, newScenario } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';
import { invoke } from '../result/lab.ts';

async function remove({ id, name }: OwnScenario): Promise<void> {
  await invoke('scenario:delete', { id });
  await loadLibrary();
  offerUndo({ text: 'scenario', name, undo: () => invoke('scenario:restore', { id }).then(loadLibrary) });
}

export function OwnScenarios({ scenarios }: { readonly scenarios: readonly OwnScenario[] }) {
  const { t } = useTranslation('library');
  const open = ({ id, scenario }: OwnScenario): void => {
    if (!scenario) return;
    editScenario(id, scenario);
    go('builder');
  };
  return (
    <>
      <div className="ph rule-t rule-b">
        <h2>{t('own')}</h2>
        <span className="small dim">{scenarios.length}</span>
        <span className="r"><button type="button" className="btn quiet" onClick={() => { newScenario(); go('builder'); }}><Icon name="add" small />{t('newOne')}</button></span>
      </div>
      <div className="own">
        {scenarios.length === 0 ? <p className="empty small mid">{t('noOwn')}</p> : scenarios.map((own) => (
          <button key={own.id} type="button" className="ex" data-testid="own-scenario" title={own.problem ?? undefined} disabled={own.scenario === null}
            onClick={() => open(own)} onKeyDown={(event) => event.key === 'Delete' && attempt(() => remove(own))}>
            <span className={own.problem === null ? 'ell' : 'ell bad'}>{own.name}</span>
            <span className="small dim">{own.problem === null ? own.modifiedAt.slice(0, 10) : t('unreadable', { reason: own.problem })}</span>
          </button>
        ))}
      </div>
    </>
  );
}
