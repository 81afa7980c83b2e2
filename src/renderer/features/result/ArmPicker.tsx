/** The arms of a result, in the order of the plan; the same rows as on the live screen. */
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { ArmResult } from '../../../shared/result/document.ts';
import { axisRange } from '../../../shared/flame/scale.ts';
import { rounded, NONE, plusMinus, timeUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { DotOnAxis } from '../run/charts.tsx';

export function ArmPicker({ arms, selected, onSelect }: { readonly arms: readonly ArmResult[]; readonly selected: number; readonly onSelect: (index: number) => void }) {
  const { t, i18n } = useTranslation('result');
  const list = useRef<HTMLDivElement>(null);
  const axis = axisRange(0, Math.max(...arms.map((arm) => arm.handshake.p50CiNs?.[1] ?? arm.handshake.p50Ns ?? 0), 1e6));
  const unit = timeUnit(axis.to);
  const onKey = (event: KeyboardEvent): void => {
    const to = event.key === 'ArrowDown' ? selected + 1 : event.key === 'ArrowUp' ? selected - 1 : null;
    if (to === null || to < 0 || to >= arms.length) return;
    event.preventDefault();
    onSelect(to);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <section className="pane rule-r">
      <div className="ph rule-b"><h2>{t('arms')}</h2><span className="small dim">{arms.length}</span><span className="r tiny dim">p50, {unit.name} · 95 %</span></div>
      <div className="run-arms-list" role="listbox" aria-label={t('arms')} ref={list} onKeyDown={onKey}>
        {arms.map((arm, index) => (
          <div key={arm.id} role="option" aria-selected={index === selected} tabIndex={index === selected ? 0 : -1} className={`arm${index === selected ? ' on' : ''}`} data-testid="result-arm" data-arm={arm.id} data-state={arm.state} onClick={() => onSelect(index)}>
            <div className="ell m">{armName(arm.id)}</div>
            {arm.state === 'failed' ? (
              <>
                <div className="bad">{t('failed')}</div>
                <div className="run-reason tiny bad">{arm.reason && reasonIn(arm.reason, i18n.language)}</div>
              </>
            ) : (
              <>
                <div className="row"><span className="v">{rounded(arm.handshake.p50Ns, arm.handshake.p50CiNs, unit)}</span><span className="pm">{plusMinus(arm.handshake.p50Ns, arm.handshake.p50CiNs) ?? NONE}</span></div>
                <div className="dot-cell"><DotOnAxis value={arm.handshake.p50Ns} ci={arm.handshake.p50CiNs} axis={axis} /></div>
              </>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
