/** A claim's verdict as shape, word and colour, always all three. */
import { useTranslation } from 'react-i18next';
import type { JudgedClaim } from '../../../shared/claims/document.ts';

const LOOKS: Readonly<Record<JudgedClaim['verdict'], { readonly tone: string; readonly path: string }>> = {
  supported: { tone: 'ok', path: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.4 8.2l1.8 1.8 3.4-3.8' },
  refuted: { tone: 'bad', path: 'M8 1.8 14.2 8 8 14.2 1.8 8zM6.2 6.2l3.6 3.6M9.8 6.2 6.2 9.8' },
  inconclusive: { tone: 'warn', path: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5 8.6c1-1.6 2-1.6 3-.6s2 1 3-.6' },
  'not offered by this stack': { tone: 'none', path: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.9 12.1l8.2-8.2' },
  'not testable here': { tone: 'none', path: 'M6 6.2a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 12v.1' },
  'not built yet': { tone: 'none', path: 'M3 8h10' },
  'not run yet': { tone: 'none', path: 'M5.500 4.2v7.6l6-3.8z' },
};

export function VerdictTag({ verdict }: { readonly verdict: JudgedClaim['verdict'] }) {
  const { t } = useTranslation('claims');
  const { tone, path } = LOOKS[verdict];
  return <span className={`tag ${tone}`} data-verdict={verdict}><svg className="ic s" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>{t(`verdict.${verdict}`)}</span>;
}
