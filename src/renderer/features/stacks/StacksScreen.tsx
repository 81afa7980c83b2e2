/** What was found, what each can do, what it cannot and why. */
import { useTranslation } from 'react-i18next';
import type { StackInfo } from '../../../shared/stacks.ts';
import { attempt, loadStacks, useApp } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Absent } from './Absent.tsx';
import { useAdding } from './adding.ts';
import { familyName, groupsOf, type Group } from './groups.ts';
import { after, shownBy } from './words.ts';
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

const WORDS: Readonly<Record<string, string>> = { 'tls:1.3': 'TLS 1.3', retry: 'HelloRetryRequest', alpn: 'ALPN' };
const NAMED = ['group:', 'key:', 'session:', 'role:'];

function Family({ group: { family, shown, absent }, running }: { readonly group: Group; readonly running: boolean }) {
  return (
    <section aria-label={familyName(family)} data-testid="stack-family" data-family={family}>
      <h2 className="family rule-b">{familyName(family)}</h2>
      {shown.map((stack) => <Stack key={stack.id} stack={stack} />)}
      {absent.length > 0 ? <div className="rule-b"><Absent stacks={absent} running={running} /></div> : null}
    </section>
  );
}

function Stack({ stack }: { readonly stack: StackInfo }) {
  const { id, available, version, library } = stack;
  const { t } = useTranslation('stacks');
  return (
    <section className="stack rule-b" aria-label={id} data-testid="stack" data-stack={id} data-available={available}>
      <div className="stack-id">
        <h3 className="row gap2"><span className={available ? 'ok' : 'bad'}><Icon name={available ? 'good' : 'failed'} /></span>{id}</h3>
        {available ? <p className="small mid">{version}<br />{library?.name} {library?.version}</p> : <p className="small bad">{t('missing')}</p>}
      </div>
      {available ? <Abilities stack={stack} /> : <Missing stack={stack} />}
    </section>
  );
}

function Missing({ stack: { reason, remedy } }: { readonly stack: StackInfo }) {
  const { t } = useTranslation('stacks');
  return (
    <table className="kv"><tbody>
      <tr><th scope="row">{t('why')}</th><td><div className="stack-why" tabIndex={0}>{reason}</div></td></tr>
      {remedy ? <tr><th scope="row">{t('remedy')}</th><td>{remedy}</td></tr> : null}
    </tbody></table>
  );
}

function Abilities({ stack: { offers, observes, not } }: { readonly stack: StackInfo }) {
  const { t } = useTranslation('stacks');
  const also = offers.filter((token) => !NAMED.some((prefix) => token.startsWith(prefix))).map((token) => WORDS[token] ?? (token === 'connections' ? t('connections') : token === 'observe:timing' ? t('timing') : token === 'observe:allocations' ? t('allocations') : token));
  const roles = (['client', 'server'] as const).filter((role) => offers.includes(`role:${role}`)).map((role) => t(role));
  const rows: [string, string][] = [
    [t('roles'), roles.join(', ')], [t('group'), after(offers, 'group:').join(', ')], [t('key'), after(offers, 'key:').join(', ')], [t('session'), after(offers, 'session:').join(', ')], [t('other'), also.join(', ')],
    ...(['client', 'server'] as const).map((side): [string, string] => {
      const { instants, facts } = shownBy(observes, side);
      return [t('shows', { side: t(side) }), [instants.length > 0 ? t('instants', { names: instants.join(', ') }) : '', facts.length > 0 ? t('facts', { names: facts.join(', ') }) : ''].filter(Boolean).join('\n')];
    }),
  ];
  return (
    <div className="stack-can">
      <div>
        <h4>{t('offers')}</h4>
        <table className="kv"><tbody>{rows.map(([name, values]) => <tr key={name}><th scope="row">{name}</th><td className="stack-lines">{values || <span className="dim" title={t('none')}>—</span>}</td></tr>)}</tbody></table>
      </div>
      <div>
        <h4>{t('not')}</h4>
        {not.length === 0 ? <p className="small mid">{t('nothing')}</p> : (
          <table className="kv"><tbody>
            {not.map(({ what, why, source }) => <tr key={what}><th scope="row">{what}</th><td>{why}{source ? <div className="tiny dim">{source}</div> : null}</td></tr>)}
          </tbody></table>
        )}
      </div>
    </div>
  );
}
