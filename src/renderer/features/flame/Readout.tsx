/** The strip under a flame: what the pointer, the keys or a pin stand on. Always the same fields at the same places. */
import { useTranslation } from 'react-i18next';
import { rootOf, type FlameData } from '../../../shared/flame/data.ts';
import type { Target } from '../../../shared/flame/navigate.ts';
import type { Rect } from '../../../shared/flame/layout.ts';
import type { PhaseId } from '../../../shared/phases/tree.ts';
import { grouped, inUnit, percentOf, plusMinus, withUnit, type Unit } from '../../../shared/report/figures.ts';
import { phaseKey, signedIn } from './text.ts';

export function Swatch({ colour, hatched = false }: { readonly colour: string | null; readonly hatched?: boolean }) {
  if (hatched) return <i className="sw sw-hatch" />;
  const token = colour === null ? 'parent' : `ph-${colour}`;
  return <i className="sw" style={{ background: `var(--${token})`, borderColor: `var(--${token}-edge)` }} />;
}

const PinIcon = () => (
  <svg className="ic" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M6 2.5h4M6.6 2.5v4.2L5 8.6h6L9.4 6.7V2.5M8 8.6v5" />
  </svg>
);

export function Readout({ target, data, unit, pinned }: { readonly target: Target | null; readonly data: FlameData; readonly unit: Unit; readonly pinned: boolean }) {
  const { t } = useTranslation('phases');
  return (
    <div className="flame-read rule-t" data-testid="flame-readout" data-pinned={pinned}>
      {target === null ? <span className="dim">{t('readout.empty')}</span> : target.kind === 'message' ? <MessageFields target={target} unit={unit} /> : target.rect.shift ? <ShiftFields target={target} shift={target.rect.shift} unit={unit} /> : <BarFields target={target} data={data} unit={unit} />}
      {pinned ? <span className="flame-pin" title={t('readout.pinned')}><PinIcon /></span> : null}
    </div>
  );
}

function ShiftFields({ target: { rect }, shift, unit }: { readonly target: Extract<Target, { kind: 'bar' }>; readonly shift: NonNullable<Rect['shift']>; readonly unit: Unit }) {
  const { t } = useTranslation('phases');
  const { aNs, bNs, differenceNs, ciNs, tint } = shift;
  const missing = aNs === null || bNs === null;
  return (
    <>
      <span className="row gap1">
        <Swatch colour={rect.colour} hatched={rect.kind === 'wait' || rect.kind === 'wakeup'} />
        <span className="m" {...(rect.ids.length === 1 ? { 'data-gloss': rect.ids[0] } : {})}>{rect.ids.map((id) => t(`name.${phaseKey(id)}`)).join(', ')}</span>
        <span className="dim">{t(`side.${rect.side}`)}</span>
      </span>
      <span><span className="dim">A</span> <b>{inUnit(aNs, unit)}</b> <span className="dim">B</span> <b>{inUnit(bNs, unit)}</b> {unit.name}</span>
      {missing || differenceNs === null ? null : (
        <span>
          <b>{signedIn(differenceNs, unit)}</b> {unit.name} <span className="pm">{ciNs ? `[${signedIn(ciNs[0], unit)} … ${signedIn(ciNs[1], unit)}]` : ''}</span>
        </span>
      )}
      <span className="row gap1"><i className={`sw shift-${tint.tone}`} />{missing ? t(aNs === null ? 'shift.onlyB' : 'shift.onlyA') : t(rect.kind === 'merged' ? 'shift.together' : ciNs === null ? 'shift.noInterval' : `shift.${tint.tone}`)}</span>
    </>
  );
}

function BarFields({ target, data, unit }: { readonly target: Extract<Target, { kind: 'bar' }>; readonly data: FlameData; readonly unit: Unit }) {
  const { t } = useTranslation('phases');
  const { rect } = target;
  const total = data[rect.side].find((phase) => phase.id === rootOf(rect.side))?.amount ?? 0;
  const interval = plusMinus(rect.amount, rect.ci);
  const ids = [...new Set(rect.ids)];
  const names = ids.map((id: PhaseId) => t(`name.${phaseKey(id)}`)).join(', ');
  const outside = ids.length === 1 && ids[0] === 'connect';
  return (
    <>
      <span className="row gap1">
        <Swatch colour={rect.colour} hatched={rect.kind === 'wait' || rect.kind === 'wakeup'} />
        <span className="m" {...(ids.length === 1 ? { 'data-gloss': ids[0] } : {})}>{names}</span>
        <span className="dim">{t(`side.${rect.side}`)}</span>
      </span>
      <span>
        <b>{inUnit(rect.amount, unit)}</b> {unit.name} <span className="pm" title={interval === null && data.handshakes > 1 ? t('readout.noInterval') : undefined}>{interval}</span>
      </span>
      <span className="dim">{outside || total <= 0 ? t('readout.outside') : <>{t('readout.ofTotal', { side: t(`side.${rect.side}`) })} <b className="flame-fig">{percentOf(rect.amount / total)}</b></>}</span>
      <span><span className="dim">{t('readout.n')}</span> <b>{rect.seen === null ? t('readout.one') : grouped(rect.seen)}</b></span>
      {ids.length === 1 ? <span className="flame-edges dim">{t(`edges.${phaseKey(ids[0] as PhaseId)}`)}</span> : null}
    </>
  );
}

function MessageFields({ target, unit }: { readonly target: Extract<Target, { kind: 'message' }>; readonly unit: Unit }) {
  const { t } = useTranslation('phases');
  const { message } = target.arrow;
  return (
    <>
      <span><span className="m">{t(`message.${message.name}`)}</span> <span className="dim">{t(`side.${message.from}`)}</span></span>
      {message.bytes === null ? null : <span><b>{grouped(message.bytes)}</b> B</span>}
      <span className="dim">{t('readout.sent', { value: withUnit(message.sentNs, unit) })}</span>
      <span className="dim">{message.receivedNs === null ? t('readout.unread') : t('readout.received', { value: withUnit(message.receivedNs, unit) })}</span>
    </>
  );
}
