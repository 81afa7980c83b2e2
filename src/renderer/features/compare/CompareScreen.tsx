/** Two runs, or two arms, set against each other. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompareDocument } from '../../../shared/compare/document.ts';
import { choose, useApp } from '../../stores/app.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { invoke, messageOf } from '../result/lab.ts';
import { Arms, Differences, Tail } from './parts.tsx';
import { DifferentialFlame } from './DifferentialFlame.tsx';
import { Picker } from './Picker.tsx';
import './compare.css';

type State = { readonly kind: 'waiting' } | { readonly kind: 'failed'; readonly why: string } | { readonly kind: 'done'; readonly document: CompareDocument };

interface Chosen {
  readonly a: string | null;
  readonly b: string | null;
}

export function CompareScreen() {
  const { t } = useTranslation('compare');
  const compared = useApp((state) => state.compared);
  const [arms, setArms] = useState<Chosen>({ a: null, b: null });
  const [shown, setShown] = useState<string | null>(null);
  const { a, b } = compared;
  const state = useComparison(compared, arms);
  const swap = (): void => {
    choose({ a: b, b: a });
    setArms({ a: arms.b, b: arms.a });
  };
  return (
    <div className="screen" data-testid="compare-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub ell">{t('sub')}</div></div>
        <button type="button" className="btn" data-testid="compare-swap" disabled={a === null || b === null} onClick={swap}>{t('swap')}</button>
      </div>
      <div className="pane compare-pick rule-b">
        {(['a', 'b'] as const).map((side) => (
          <Picker key={side} side={side} run={compared[side]} arm={arms[side]}
            onRun={(run) => { choose({ [side]: run }); setArms({ ...arms, [side]: null }); }} onArm={(arm) => setArms({ ...arms, [side]: arm })} />
        ))}
      </div>
      <div className="pane grow scroll" role="region" aria-label={t('title')} tabIndex={0}>
        {a === null || b === null ? (
          <div className="empty" data-testid="compare-none"><p>{a === null && b === null ? t('none') : t('one')}</p><p className="mid small">{t('noneMore')}</p></div>
        ) : state.kind === 'waiting' ? <Loading text={t('loading')} />
          : state.kind === 'failed' ? <Failed what={t('failed')} why={state.why} onAgain={() => setArms({ ...arms })} />
            : <Compared document={state.document} shown={shown} onShow={setShown} />}
      </div>
    </div>
  );
}

/** Asked anew whenever one of the four choices changes; an answer that comes late is not shown. */
function useComparison({ a, b }: Chosen, arms: Chosen): State {
  const [state, setState] = useState<State>({ kind: 'waiting' });
  useEffect(() => {
    if (a === null || b === null) return undefined;
    let wanted = true;
    setState({ kind: 'waiting' });
    invoke('compare:runs', { a: { run: a, arm: arms.a }, b: { run: b, arm: arms.b } }).then(
      (document) => wanted && setState({ kind: 'done', document }),
      (error: unknown) => wanted && setState({ kind: 'failed', why: messageOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [a, b, arms]);
  return state;
}

interface ComparedProps {
  readonly document: CompareDocument;
  readonly shown: string | null;
  readonly onShow: (arm: string) => void;
}

function Compared({ document, shown, onShow }: ComparedProps) {
  const { t } = useTranslation('compare');
  const arm = document.arms.find(({ b }) => b === shown) ?? document.arms[0];
  if (!arm) return <div className="empty" data-testid="compare-nothing"><p>{t('nothing')}</p></div>;
  return (
    <div data-testid="compare-page">
      <Arms document={document} shown={arm.b} onShow={onShow} />
      <DifferentialFlame arm={arm} />
      <Tail arm={arm} />
      <Differences document={document} />
    </div>
  );
}
