/** How handshakes come: one after the other, or at a rate whatever the server does. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sweptRates } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { loopOf, numbersIn, sweepProblem, wholeOr } from './edit.ts';
import { Hint, Labelled, NumberAxis, Remarks, Section, TextField, useForm, type ChipRow } from './fields.tsx';

interface LoadSectionProps {
  readonly chips: ChipRow;
  /** Why no chosen stack offers a token; null where one does. */
  readonly offered: (token: string) => string | null;
  readonly remarks: readonly string[];
}

const CONNECTIONS = { closed: [1, 2, 4, 8, 16], open: [8, 16, 64, 256] } as const;
const RATES = [100, 200, 400, 800, 1600] as const;
const asChoices = (values: readonly number[]): Choice<number>[] => values.map((value) => ({ value, label: String(value) }));
const ascending = (a: number, b: number): number => a - b;

export function LoadSection({ chips, offered, remarks }: LoadSectionProps) {
  const { t } = useTranslation('scenario');
  const { scenario: { load }, put, refuse } = useForm();
  const cpus = useApp((state) => state.topology?.cpus.length ?? 2);
  const open = load.loop === 'open';
  const forThreads = (count: number): string | null => (count > 1 ? offered('threads') : null);
  return (
    <Section title={t('load.title')} sub={t('load.sub')} fields={['load.loop', 'load.rate', 'load.arrivals', 'load.connections', 'load.threads', 'load.block']}>
      <Labelled label={t('load.loop')} field="load.loop">
        <Chips label={t('load.loop')} testId="axis-load.loop" several={false} chosen={[load.loop]} onChange={([loop]) => loop && loop !== load.loop && refuse('load.loop', put('load', loopOf(loop, load)))} choices={[{ value: 'closed', label: t('load.closed') }, { value: 'open', label: t('load.open'), refused: offered('loop:open') }]} />
        <Hint text={t(open ? 'load.openHint' : 'load.closedHint')} />
      </Labelled>
      {open ? (
        <>
          <Labelled label={t('load.rates')} field="load.rate">
            <NumberAxis label={t('load.rates')} path="load.rate" offered={asChoices(RATES)} chosen={load.rate} name={String} read={numbersIn} compare={ascending} placeholder={t('load.addRate')} />
            <Sweep rates={load.rate} onSweep={(rates) => put('load.rate', rates)} />
          </Labelled>
          <Labelled label={t('load.arrivals')} field="load.arrivals">
            {chips(t('load.arrivals'), 'load.arrivals', [{ value: 'poisson', label: t('load.poisson') }, { value: 'constant', label: t('load.constant') }], [load.arrivals], false)}
            <Hint text={t(load.arrivals === 'poisson' ? 'load.poissonHint' : 'load.constantHint')} />
          </Labelled>
        </>
      ) : null}
      <div className="cols">
        <Labelled label={t('load.connections')} field="load.connections">
          <NumberAxis label={t('load.connections')} path="load.connections" offered={asChoices(CONNECTIONS[load.loop])} chosen={load.connections} name={String} read={numbersIn} compare={ascending} />
          <Hint text={t(open ? 'load.lanesHint' : 'load.connectionsHint')} />
        </Labelled>
        <Labelled label={t('load.threads')} field="load.threads">
          <NumberAxis label={t('load.threads')} path="load.threads" offered={asChoices([1, 2, 4, 8].filter((count) => count === 1 || count <= cpus)).map((choice) => ({ ...choice, refused: forThreads(choice.value) }))} chosen={load.threads} name={String} refused={forThreads} read={numbersIn} compare={ascending} />
          <Hint text={t('load.threadsHint')} />
        </Labelled>
        <Labelled label={t('load.block')} field="load.block">
          <TextField label={t('load.block')} value={load.block === 'auto' ? t('load.auto') : String(load.block)} unit={load.block === 'auto' ? '' : t('load.handshakes')} onTake={(text) => put('load.block', text.trim() === 'auto' || text.trim() === t('load.auto') ? 'auto' : wholeOr(text))} />
          <Hint text={t('load.blockHint')} />
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
  const field = (label: string, path: string, value: string, set: (text: string) => void) => (
    <label className="row gap1 small mid" data-field={`load.rate.${path}`}>{label}<input className="field short" value={value} inputMode="numeric" onChange={(event) => set(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && fill()} /></label>
  );
  return (
    <div className="row gap2 sweep">
      {field(t('load.from'), 'from', from, setFrom)}{field(t('load.to'), 'to', to, setTo)}{field(t('load.steps'), 'steps', steps, setSteps)}
      <button type="button" className="btn low" data-testid="sweep-fill" onClick={fill}>{t('load.fill')}</button>
      {problem === null ? null : <span className="small bad" role="alert">{problem}</span>}
    </div>
  );
}
