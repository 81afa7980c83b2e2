/** How handshakes come: one after the other, or at a rate whatever the server does. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sweptRates, type Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { loopOf, numbersIn, sweepProblem } from './edit.ts';
import { Hint, Labelled, Remarks, Section, TextField } from './fields.tsx';

interface LoadSectionProps {
  readonly scenario: Scenario;
  readonly put: (path: string, value: unknown) => string | null;
  readonly wholeOr: (text: string) => number | string;
  readonly sub: string;
  /** Why no chosen stack offers a token; null where one does. */
  readonly offered: (token: string) => string | null;
  readonly remarks: readonly string[];
}

const CONNECTIONS = { closed: [1, 2, 4, 8, 16], open: [8, 16, 64, 256] } as const;
const asChoices = (values: readonly number[]): Choice<number>[] => values.map((value) => ({ value, label: String(value) }));
const ascending = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

export function LoadSection({ scenario, put, wholeOr, sub, offered, remarks }: LoadSectionProps) {
  const { t } = useTranslation('scenario');
  const cpus = useApp((state) => state.topology?.machine.cpus ?? 2);
  const { load } = scenario;
  const open = load.loop === 'open';
  const threads = ascending([1, 2, 4, 8].filter((count) => count === 1 || count <= cpus).concat(load.threads));
  return (
    <Section title={t('load.title')} sub={sub}>
      <Labelled label={t('load.loop')}>
        <Chips label={t('load.loop')} testId="axis-load.loop" several={false} chosen={[load.loop]} onChange={([loop]) => loop && loop !== load.loop && void put('load', loopOf(loop, load))} choices={[{ value: 'closed', label: t('load.closed') }, { value: 'open', label: t('load.open'), refused: offered('loop:open') }]} />
        <Hint text={t(open ? 'load.openHint' : 'load.closedHint')} />
      </Labelled>
      {open ? (
        <>
          <Labelled label={t('load.rates')}>
            <TextField label={t('load.rates')} className="wide" value={load.rate.join(', ')} unit={t('load.ratesUnit')} onTake={(text) => put('load.rate', numbersIn(text))} />
            <Sweep rates={load.rate} onSweep={(rates) => put('load.rate', rates)} />
          </Labelled>
          <Labelled label={t('load.arrivals')}>
            <Chips label={t('load.arrivals')} testId="axis-load.arrivals" several={false} chosen={[load.arrivals]} onChange={([arrivals]) => arrivals && void put('load.arrivals', arrivals)} choices={[{ value: 'poisson', label: t('load.poisson') }, { value: 'constant', label: t('load.constant') }]} />
            <Hint text={t(load.arrivals === 'poisson' ? 'load.poissonHint' : 'load.constantHint')} />
          </Labelled>
        </>
      ) : null}
      <div className="cols">
        <Labelled label={t('load.connections')}>
          <Chips label={t('load.connections')} testId="axis-load.connections" choices={asChoices(ascending([...CONNECTIONS[load.loop], ...load.connections]))} chosen={load.connections} onChange={(values) => void put('load.connections', values)} />
          <Hint text={t(open ? 'load.lanesHint' : 'load.connectionsHint')} />
        </Labelled>
        <Labelled label={t('load.threads')}>
          <Chips label={t('load.threads')} testId="axis-load.threads" choices={asChoices(threads).map((choice) => ({ ...choice, refused: choice.value > 1 ? offered('threads') : null }))} chosen={load.threads} onChange={(values) => void put('load.threads', values)} />
          <Hint text={t('load.threadsHint')} />
        </Labelled>
        <Labelled label={t('load.block')}>
          <TextField label={t('load.block')} value={String(load.block)} unit={load.block === 'auto' ? t('load.blockHint') : t('load.handshakes')} onTake={(text) => put('load.block', text.trim() === 'auto' || text.trim() === t('load.auto') ? 'auto' : wholeOr(text))} />
        </Labelled>
      </div>
      <Remarks lines={remarks} />
    </Section>
  );
}

/** Fills the rates in, from one to another at equal ratios; afterwards they are a list like any other. */
function Sweep({ rates, onSweep }: { readonly rates: readonly number[]; readonly onSweep: (rates: number[]) => string | null }) {
  const { t } = useTranslation('scenario');
  const [from, setFrom] = useState(String(rates[0] ?? 100));
  const [to, setTo] = useState(String(rates.length > 1 ? rates.at(-1) : 2000));
  const [steps, setSteps] = useState('8');
  const [problem, setProblem] = useState<string | null>(null);
  const fill = (): void => {
    const sweep = { from: Number(from), to: Number(to), steps: Number(steps) };
    const wrong = sweepProblem(sweep);
    setProblem(wrong === null ? onSweep(sweptRates(sweep)) : t(`load.sweepWrong.${wrong}`));
  };
  const field = (label: string, value: string, set: (text: string) => void) => <label className="row gap1 small mid">{label}<input className="field short" value={value} inputMode="numeric" onChange={(event) => set(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && fill()} /></label>;
  return (
    <div className="row gap2 sweep">
      {field(t('load.from'), from, setFrom)}{field(t('load.to'), to, setTo)}{field(t('load.steps'), steps, setSteps)}
      <button type="button" className="btn low" data-testid="sweep-fill" onClick={fill}>{t('load.fill')}</button>
      {problem === null ? null : <span className="small bad" role="alert">{problem}</span>}
    </div>
  );
}
