/** What was found, what each can do, what it cannot and why. */
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { attempt, loadStacks, useApp } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Abilities } from './Abilities.tsx';
import { Absent } from './Absent.tsx';
import { useAdding } from './adding.ts';
import { familyName, groupsOf, type Group } from './groups.ts';
import './stacks.css';

export function StacksScreen() {
  const { t } = useTranslation('stacks');
  const stacks = useApp((state) => state.stacks);
  const problem = useApp((state) => state.stacksProblem);
  const running = useLive(({ run }) => isRunning(run));
  const adding = useAdding(({ id }) => id);
  const further = stacks?.filter(({ addable }) => addable).length ?? 0;
  const again = (): void => attempt(() => loadStacks(true));
  return (
    <div className="screen" data-testid="stacks-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub">{stacks ? `${t('found', { count: stacks.filter(({ available }) => available).length })}${further > 0 ? ` · ${t('further', { count: further })}` : ''}` : t('sub')}</div></div>
        <button type="button" className="btn" data-testid="stacks-refresh" disabled={running || adding !== null || (stacks === null && problem === null)} title={running ? t('busy') : adding === null ? undefined : t('addingOther', { id: adding })} onClick={again}>{t('refresh')}</button>
      </div>
      <div className="pane grow scroll" role="region" aria-label={t('title')} tabIndex={0}>
        {stacks ? groupsOf(stacks).map((group) => <Family key={group.family} group={group} running={running} />) : problem === null ? <Loading text={t('looking')} /> : <Failed what={t('failed')} why={problem} onAgain={again} />}
      </div>
    </div>
  );
}

function Family({ group: { family, shown, absent }, running }: { readonly group: Group; readonly running: boolean }) {
  return (
    <section aria-label={familyName(family)} data-testid="stack-family" data-family={family}>
      <h2 className="family rule-b">{familyName(family)}</h2>
      {shown.map((stack, index) => <Stack key={stack.id} stack={stack} first={index > 0 && shown[0]?.available ? shown[0] : null} />)}
      {absent.length > 0 ? <div className="rule-b"><Absent stacks={absent} running={running} /></div> : null}
    </section>
  );
}

/** `first`: the family's own, of which a further version is told by what is different. */
function Stack({ stack, first }: { readonly stack: StackInfo; readonly first: StackInfo | null }) {
  const { id, available, version, library } = stack;
  const { t } = useTranslation('stacks');
  return (
    <section className="stack rule-b" aria-label={id} data-testid="stack" data-stack={id} data-available={available}>
      <div className="stack-id">
        <h3 className="row gap2"><span className={available ? 'ok' : 'bad'}><Icon name={available ? 'good' : 'failed'} /></span>{id}</h3>
        {available ? <p className="small mid">{version}<br />{library?.name} {library?.version}</p> : <p className="small bad">{t('missing')}</p>}
      </div>
      {available ? <Abilities stack={stack} first={first} /> : <Missing stack={stack} />}
    </section>
  );
}

function Missing({ stack: { reason, remedy } }: { readonly stack: StackInfo }) {
  const { t, i18n } = useTranslation('stacks');
  return (
    <table className="kv"><tbody>
      <tr><th scope="row">{t('why')}</th><td><div className="stack-why" tabIndex={0}>{reason && reasonIn(reason, i18n.language)}</div></td></tr>
      {remedy ? <tr><th scope="row">{t('remedy')}</th><td>{reasonIn(remedy, i18n.language)}</td></tr> : null}
    </tbody></table>
  );
}
