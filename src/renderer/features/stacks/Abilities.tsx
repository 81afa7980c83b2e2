/** What a stack can do and what it cannot; of a further version, what is not as in the first of its family. */
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { differentNot } from './groups.ts';
import { after, shownBy } from './words.ts';

const WORDS: Readonly<Record<string, string>> = { 'tls:1.3': 'TLS 1.3', retry: 'HelloRetryRequest', alpn: 'ALPN' };
const NAMED = ['group:', 'key:', 'session:', 'role:'];

/** The table's rows, a name and a text each. */
function useRows(): (stack: StackInfo) => [string, string][] {
  const { t } = useTranslation('stacks');
  const word = (token: string): string => WORDS[token] ?? (token === 'connections' ? t('connections') : token === 'observe:timing' ? t('timing') : token === 'observe:allocations' ? t('allocations') : token);
  return ({ offers, observes }) => [
    [t('roles'), (['client', 'server'] as const).filter((role) => offers.includes(`role:${role}`)).map((role) => t(role)).join(', ')],
    [t('group'), after(offers, 'group:').join(', ')],
    [t('key'), after(offers, 'key:').join(', ')],
    [t('session'), after(offers, 'session:').join(', ')],
    [t('other'), offers.filter((token) => !NAMED.some((prefix) => token.startsWith(prefix))).map(word).join(', ')],
    ...(['client', 'server'] as const).map((side): [string, string] => {
      const { instants, facts } = shownBy(observes, side);
      return [t('shows', { side: t(side) }), [instants.length > 0 ? t('instants', { names: instants.join(', ') }) : '', facts.length > 0 ? t('facts', { names: facts.join(', ') }) : ''].filter(Boolean).join('\n')];
    }),
  ];
}

export function Abilities({ stack, first }: { readonly stack: StackInfo; readonly first: StackInfo | null }) {
  const { t, i18n } = useTranslation('stacks');
  const rowsOf = useRows();
  const before = new Map(first ? rowsOf(first) : []);
  const rows = rowsOf(stack).filter(([name, values]) => before.get(name) !== values);
  const { more: not, fewer } = first ? differentNot(stack, first) : { more: stack.not, fewer: [] };
  return (
    <div className="stack-can">
      <div>
        <h4>{t('offers')}</h4>
        {rows.length === 0 ? null : <table className="kv"><tbody>{rows.map(([name, values]) => <tr key={name}><th scope="row">{name}</th><td className="stack-lines">{values || <span className="dim" title={t('none')}>—</span>}</td></tr>)}</tbody></table>}
        {first ? <p className="small mid">{t(rows.length === 0 ? 'as' : 'otherwise', { id: first.id })}</p> : null}
      </div>
      <div>
        <h4>{t('not')}</h4>
        {not.length === 0 ? null : (
          <table className="kv"><tbody>
            {not.map(({ what, why, source }) => <tr key={what}><th scope="row">{reasonIn(what, i18n.language)}</th><td>{reasonIn(why, i18n.language)}{source ? <div className="tiny dim">{source}</div> : null}</td></tr>)}
          </tbody></table>
        )}
        {fewer.length > 0 ? <p className="small mid">{t('hasThese', { id: first?.id, names: fewer.join(', ') })}</p> : null}
        {first ? <p className="small mid">{t(not.length + fewer.length === 0 ? 'as' : 'otherwise', { id: first.id })}</p> : not.length === 0 ? <p className="small mid">{t('nothing')}</p> : null}
      </div>
    </div>
  );
}
