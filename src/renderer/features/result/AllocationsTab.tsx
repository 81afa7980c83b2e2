/** Bytes, objects and collections per handshake, and for those runtimes that tell, by phase. */
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { PHASES } from '../../../shared/phases/tree.ts';
import type { Allocations, ResultDocument } from '../../../shared/result/document.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, NONE, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { phaseKey } from '../flame/text.ts';
import { useArm } from './useArm.ts';
import { ArmPicker } from './ArmPicker.tsx';
import { Figure, PER_THOUSAND } from './tables.tsx';

const PAUSE = { name: 'ms', factor: 1e3, decimals: 1 };

export function AllocationsTab({ document }: { readonly document: ResultDocument }) {
  const { t, i18n } = useTranslation(['result', 'phases']);
  const [selected, setSelected] = useArm(document);
  const arm = document.arms[selected];
  const why = arm?.reason ? reasonIn(arm.reason, i18n.language) : t('unknown');
  const unit = timeUnit(Math.max(...document.arms.flatMap((one) => [one.cpu.clientNs ?? 0, one.cpu.serverNs ?? 0]), 1e6));
  return (
    <div className="result-split">
      <ArmPicker arms={document.arms} selected={selected} onSelect={setSelected} />
      <div className="alloc-col">
        <section className="pane rule-b" data-testid="result-allocations">
          <div className="ph rule-b"><h2>{t('allocations')}</h2><span className="small dim">{arm ? armName(arm.id) : ''}</span><span className="r tiny dim">{t('allocSub')}</span></div>
          {arm ? (
            <table className="tb">
              <thead><tr><th /><th className="num">{t('client')}</th><th className="num">{t('server')}</th></tr></thead>
              <tbody>
                {([
                  [t('allocated'), BYTES_UNIT, (one: Allocations | null) => one?.bytes ?? null],
                  [t('objects'), COUNT_UNIT, (one: Allocations | null) => one?.objects ?? null],
                  [t('gc'), PER_THOUSAND, (one: Allocations | null) => one?.gcCount ?? null],
                  [t('pause'), PAUSE, (one: Allocations | null) => one?.gcPauseNs ?? null],
                  [t('blocks'), COUNT_UNIT, (one: Allocations | null) => one?.handshakes ?? null],
                ] as const).map(([name, rowUnit, read]) => (
                  <tr key={name}>
                    <td className="mid">{name}</td>
                    <Figure value={read(arm.allocations.client)} unit={rowUnit} strong why={why} />
                    <Figure value={read(arm.allocations.server)} unit={rowUnit} strong why={why} />
                  </tr>
                ))}
                <tr>
                  <td className="mid">CPU, {unit.name}</td>
                  <Figure value={arm.cpu.clientNs} unit={unit} strong why={why} />
                  <Figure value={arm.cpu.serverNs} unit={unit} strong why={why} />
                </tr>
                <tr>
                  <td className="mid">{t('exactHead')}</td>
                  {[arm.allocations.client, arm.allocations.server].map((side, index) => <td key={index} className={side ? 'num' : 'num dim'}>{side === null ? NONE : side.exact ? t('exact') : t('estimate')}</td>)}
                </tr>
              </tbody>
            </table>
          ) : null}
        </section>
        {arm ? (
          <div className="alloc-phases">
            <ByPhase title={`${t('bytesBy')}, ${t('client')}`} allocations={arm.allocations.client} of="bytes" />
            <ByPhase title={`${t('bytesBy')}, ${t('server')}`} allocations={arm.allocations.server} of="bytes" />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function ByPhase({ title, allocations, of }: { readonly title: string; readonly allocations: Allocations | null; readonly of: 'bytes' | 'objects' }) {
  const { t } = useTranslation(['result', 'phases']);
  const leaves = (allocations?.phases ?? []).filter((phase) => PHASES[phase.id].kind !== 'group' && (phase[of] ?? 0) > 0);
  const most = Math.max(...leaves.map((phase) => phase[of] ?? 0), 1);
  return (
    <section className="pane rule-r">
      <div className="ph"><h2 className="small">{title}</h2></div>
      {leaves.length === 0 ? <p className="small dim run-pad">{t('noPhases')}</p> : (
        <table className="tb alloc-bars">
          <tbody>
            {leaves.map((phase) => {
              const token = PHASES[phase.id].colour === null ? 'parent' : `ph-${PHASES[phase.id].colour}`;
              return (
                <tr key={`${phase.id} ${phase.parent}`}>
                  <td className="small">{t(`phases:name.${phaseKey(phase.id)}`)}</td>
                  <td className="alloc-bar"><i style={{ width: `${((phase[of] ?? 0) / most) * 100}%`, background: `var(--${token})`, borderColor: `var(--${token}-edge)` }} /></td>
                  <td className="num">{of === 'bytes' ? withUnit(phase.bytes, BYTES_UNIT) : grouped(phase.objects ?? 0)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
