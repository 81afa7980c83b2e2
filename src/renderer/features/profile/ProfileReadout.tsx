/** The strip under a profile's flame: what the pointer or the keys stand on. */
import { useTranslation } from 'react-i18next';
import type { ProfileUnit } from '../../../shared/profile/call-tree.ts';
import { moduleOf } from '../../../shared/profile/modules.ts';
import type { CallNode } from '../../../shared/profile/nodes.ts';
import { Swatch } from '../flame/Readout.tsx';
import { frameColour } from './colours.ts';
import { amountWithUnit, eachUnit, shareText, unitOf } from './words.ts';

interface ReadoutProps {
  readonly node: CallNode | null;
  /** Of everything. */
  readonly total: number;
  readonly unit: ProfileUnit;
  readonly handshakes: number | null;
  /** Keys lead a screen reader here; a pointer does not. */
  readonly spoken: boolean;
}

export function ProfileReadout({ node, total, unit, handshakes, spoken }: ReadoutProps) {
  const { t } = useTranslation('profile');
  const shown = unitOf(unit, total);
  const word = unit === 'samples' || unit === 'objects' ? ` ${t(`unit.${unit}`)}` : '';
  const module = node?.frame ? moduleOf(node.frame) : null;
  const amount = (value: number): string => amountWithUnit(value, shown) + word;
  return (
    <div className="flame-read rule-t" data-testid="profile-readout" aria-live={spoken ? 'polite' : 'off'}>
      {node === null ? <span className="dim">{t('readout.empty')}</span> : (
        <>
          <span className="row gap1 profile-named">
            <Swatch colour={frameColour(node.frame)} />
            <span className="m ell" title={node.frame?.name}>{node.frame?.name ?? t('all')}</span>
          </span>
          {node.frame === null || node.frame.name === module ? null : <span className="dim ell profile-module" title={node.frame.file ?? undefined}>{module ?? t('native')}</span>}
          <span><span className="dim">{t('self')}</span> <b>{amount(node.self)}</b> <span className="dim">{shareText(node.self, total)}</span></span>
          <span><span className="dim">{t('total')}</span> <b>{amount(node.total)}</b> <span className="dim">{shareText(node.total, total)}</span></span>
          {handshakes ? <span className="dim">{t('readout.each', { value: amountWithUnit(node.total / handshakes, eachUnit(unit, node.total / handshakes)) + word })}</span> : null}
        </>
      )}
    </div>
  );
}
