/** What was found, what each can do, what it cannot and why. */
import { useTranslation } from 'react-i18next';
import type { StackInfo } from '../../../shared/stacks.ts';
import { attempt, loadStacks, useApp } from '../../stores/app.ts';
import { Icon } from '../../ui/Icon.tsx';

export function StacksScreen() {
  const { t } = useTranslation('stacks');
  const stacks = useApp((state) => state.stacks);
  return (
    <div className="screen" data-testid="stacks-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub">{t('sub')}</div></div>
        <button type="button" className="btn" data-testid="stacks-refresh" disabled={stacks === null} onClick={() => attempt(() => loadStacks(true))}>{t('refresh')}</button>
      </div>
      <div className="pane grow scroll" role="region" aria-label={t('title')} tabIndex={0}>
        {stacks === null ? <p className="waiting mid">{t('looking')}</p> : stacks.map((stack) => <Stack key={stack.id} stack={stack} />)}
      </div>
    </div>
  );
}

const of = (tokens: readonly string[], prefix: string): string[] => tokens.flatMap((token) => (token.startsWith(prefix) ? [token.slice(prefix.length)] : []));

function Stack({ stack }: { readonly stack: StackInfo }) {
  const { t } = useTranslation('stacks');
  const { id, available, reason, remedy, version, library, offers, observes, not } = stack;
  const named = ['group:', 'key:', 'session:'];
  const rows: [string, string[]][] = [
    [t('group'), of(offers, 'group:')], [t('key'), of(offers, 'key:')], [t('session'), of(offers, 'session:')],
    [t('other'), offers.filter((token) => !named.some((prefix) => token.startsWith(prefix)) && !token.startsWith('role:'))],
    [`${t('observes')}, ${t('client')}`, of(observes, 'client.')], [`${t('observes')}, ${t('server')}`, of(observes, 'server.')],
  ];
  return (
    <section className="stack rule-b" data-testid="stack" data-stack={id} data-available={available}>
      <div className="stack-id">
        <h2 className="row gap2"><span className={available ? 'ok' : 'bad'}><Icon name={available ? 'good' : 'failed'} small /></span>{id}</h2>
        {available ? <p className="small mid">{version}<br />{library?.name} {library?.version}</p> : <p className="small bad">{t('missing')}</p>}
      </div>
      {available ? (
        <div>
          <table className="kv"><tbody>{rows.map(([name, values]) => <tr key={name}><th scope="row">{name}</th><td>{values.join(', ') || '—'}</td></tr>)}</tbody></table>
          <h3 className="stack-not">{t('not')}</h3>
          {not.length === 0 ? <p className="small mid">{t('nothing')}</p> : (
            <table className="kv"><tbody>
              {not.map(({ what, why, source }) => <tr key={what}><th scope="row">{what}</th><td>{why}{source ? <div className="tiny dim">{source}</div> : null}</td></tr>)}
            </tbody></table>
          )}
        </div>
      ) : (
        <table className="kv"><tbody>
          <tr><th scope="row">{t('why')}</th><td className="prewrap">{reason}</td></tr>
          <tr><th scope="row">{t('remedy')}</th><td>{remedy}</td></tr>
        </tbody></table>
      )}
    </section>
  );
}
