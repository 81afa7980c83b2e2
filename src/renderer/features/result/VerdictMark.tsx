/** A verdict as shape, word and colour, always all three. */
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../shared/result/verdict.ts';

const SHAPES: Readonly<Record<Mark, { readonly tone: string; readonly path: string }>> = {
  faster: { tone: 'faster', path: 'M8 3v10M4 9l4 4 4-4' },
  slower: { tone: 'slower', path: 'M8 13V3M4 7l4-4 4 4' },
  'no difference': { tone: 'same', path: 'M3 6h10M3 10h10' },
  'too noisy': { tone: 'warn', path: 'M2 8c1.5-4 3-4 4 0s2.5 4 4 0 2.500-4 4 0' },
  'not trusted': { tone: 'bad', path: 'M8 1.5 14.5 8 8 14.500 1.5 8zM6 6l4 4M10 6l-4 4' },
};

/** `bare`: the word stands beside it already. */
export function VerdictMark({ mark, bare = false }: { readonly mark: Mark; readonly bare?: boolean }) {
  const { t } = useTranslation('result');
  const { tone, path } = SHAPES[mark];
  return (
    <span className={`vmark ${tone}`} data-mark={mark}>
      <svg className="ic s" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
      {bare ? null : t(`mark.${mark}`)}
    </span>
  );
}
