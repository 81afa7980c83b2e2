/** The noise of the run so far: the strip of the result, growing. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { grouped } from '../../../shared/report/figures.ts';
import { NoiseChart } from '../result/NoiseChart.tsx';
import { useLanguage } from '../result/useLanguage.ts';
import { useWidth } from '../result/useWidth.ts';

export const LiveNoise = memo(function LiveNoise({ slices }: { readonly slices: readonly NoiseSlice[] }) {
  const { t } = useTranslation('run');
  const language = useLanguage();
  const [box, width] = useWidth();
  const marked = slices.filter((slice) => slice.marked).length;
  return (
    <section className="pane rule-t run-noise hide-low" data-testid="run-noise">
      <div className="ph"><h2>{t('noise.title')}</h2><span className="small dim">{t('noise.sub')}</span><span className={`r small ${marked > 0 ? 'warn' : 'dim'}`}>{t('noise.marked', { marked: grouped(marked), all: grouped(slices.length) })}</span></div>
      <div ref={box} className="run-noise-box">{width > 0 && slices.length > 0 ? <NoiseChart slices={slices} width={width} language={language} label={t('noise.chart')} rowHeight={22} /> : null}</div>
    </section>
  );
});
