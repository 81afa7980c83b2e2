/** The modules that most fell on, by their colours. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { topModules } from '../../../shared/profile/modules.ts';
import type { CallNode } from '../../../shared/profile/nodes.ts';
import { Swatch } from '../flame/Readout.tsx';
import { moduleColour } from './colours.ts';
import { shareText } from './words.ts';

const MOST = 8;

export const ProfileLegend = memo(function ProfileLegend({ root }: { readonly root: CallNode }) {
  const { t } = useTranslation('profile');
  return (
    <div className="flame-legend tiny mid">
      {topModules(root).slice(0, MOST).map(({ module, self }) => (
        <span key={module} className="row gap1"><Swatch colour={moduleColour(module)} />{module} <span className="dim">{shareText(self, root.total)}</span></span>
      ))}
      <span className="row gap1"><Swatch colour={null} />{t('aside')}</span>
    </div>
  );
});
