/** Everything a figure came from, and the two ways to make it again. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArmResult, ResultDocument } from '../../../shared/result/document.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { toScenarioText } from '../../../shared/scenario/yaml.ts';
import { adviceText, blockSentence, isolationLines, schedulingLines, stoppingSentence } from '../../../shared/report/trust.ts';
import { grouped, NONE } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { dateOf, type ResultActions } from './ResultView.tsx';

const KeyValues = ({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) => (
  <table className="tb prov-kv"><tbody>{rows.map(([name, value]) => <tr key={name}><td className="mid">{name}</td><td className="result-wrap">{value}</td></tr>)}</tbody></table>
);

export function Provenance({ document, language, actions }: { readonly document: ResultDocument; readonly language: 'en' | 'zh'; readonly actions: ResultActions }) {
  const { t } = useTranslation('result');
  const { run, machine, placement } = document;
  const p = (key: string, values?: Record<string, unknown>): string => t(`provenance.${key}`, values ?? {});
  const failed = document.arms.filter((arm) => arm.state === 'failed' || arm.errors.length > 0);
  return (
    <div className="provenance" data-testid="result-provenance">
      <div className="prov-col rule-r">
        <Section title={p('run')}>
          <KeyValues rows={[
            [p('id'), <span className="mono">{run.id}</span>], [p('created'), dateOf(run.createdAt, language)], [p('seed'), <span className="mono">{run.seed}</span>],
            [p('length'), p('lengthValue', { rounds: run.rounds, block: run.blockHandshakes, warmup: run.warmupRounds, elapsed: `${(run.elapsedMs / 1_000).toFixed(1)}\u00a0s` })],
            [t('block'), blockSentence(document, language)], [t('stopping'), <span data-testid="prov-stopping">{stoppingSentence(document, language)}</span>],
            [p('ended'), run.complete ? p('complete') : t(`ended.${run.ended}`, { rounds: run.rounds })],
            ...(run.replayOf ? [[p('replay'), `${run.replayOf.id}${run.replayOf.exact ? ` · ${t('replay')}` : ''}`] as const] : []),
            [p('folder'), <span className="mono">{run.folder}</span>], [p('app'), `Handshake Lab ${run.appVersion}`],
          ]} />
        </Section>
        <Section title={p('machine')}>
          <KeyValues rows={[
            [p('cpu'), p('cpuValue', { cpu: machine.cpu, cores: machine.cores, cpus: machine.cpus, sockets: machine.sockets })], [p('memory'), `${grouped(machine.memoryBytes / 2 ** 30, 1)}\u00a0GiB`],
            [p('system'), `${machine.os}, ${machine.kernel}`], [p('virtual'), machine.virtual ?? p('none')],
            [p('placement'), <>{[p('placementValue', { server: placement.server.join(', '), client: placement.client.join(', ') }), ...(placement.reserve.length > 0 ? [p('reserve', { reserve: placement.reserve.join(', ') })] : []), p(placement.app)].join('; ')}{placement.note ? <div className="dim">{reasonIn(placement.note, language)}</div> : null}</>],
             [p('paint'), p('paintValue', { slots: grouped(document.paint.slots), ms: grouped(document.paint.totalMs) })],
          ]} />
        </Section>
        <Section title={t('scheduling')}>
          <KeyValues rows={[
            [t('granted'), <>{schedulingLines(document, language).map((line) => <div key={line.text} className={line.tone === 'bad' ? 'warn' : line.tone === 'good' ? 'ok' : ''}>{line.text}</div>)}</>],
            [t('isolation'), <>{isolationLines(document, language).map((line) => <div key={line}>{line}</div>)}</>],
            [t('advice'), <>{(document.scheduling.isolation?.advice ?? []).map((code) => <div key={code}>{adviceText(code, language)}</div>)}{(document.scheduling.isolation?.advice.length ?? 0) === 0 ? <span className="dim">{t('noAdvice')}</span> : null}</>],
          ]} />
        </Section>
        <Section title={p('replayTitle')}>
          <p className="small mid run-pad">{p('replayText')}</p>
          <div className="row gap2 prov-actions">
            <button type="button" className="btn" data-testid="prov-run-again" onClick={actions.runAgain}>{t('runAgain')}</button>
            <button type="button" className="btn" data-testid="prov-replay" onClick={actions.replayExactly}>{t('replay')}</button>
          </div>
          <KeyValues rows={[[p('command'), <code className="mono">npm run -s lab -- replay {run.folder} --exact</code>]]} />
        </Section>
      </div>
      <div className="prov-col">
        <Section title={p('stacks')}>
          <table className="tb">
            <thead><tr><th>{p('stack')}</th><th>{p('versionHead')}</th><th>{p('library')}</th><th>{p('sha')}</th></tr></thead>
            <tbody>{document.stacks.map((stack) => (
              <tr key={stack.id}><td>{stack.id}</td><td>{stack.version}</td><td>{stack.library.name} {stack.library.version}</td><td className="mono" title={stack.sha256}>{shortHash(stack.sha256)}</td></tr>
            ))}</tbody>
          </table>
        </Section>
        <Section title={t('negotiated')} sub={t('negotiatedSub')}><NegotiatedTable arms={document.arms} /></Section>
        {failed.length > 0 ? (
          <Section title={p('failed')}>
            <table className="tb">
              <tbody>{failed.map((arm) => (
                <tr key={arm.id}><td className="small">{armName(arm.id)}</td><td className="small bad result-wrap">{arm.reason && reasonIn(arm.reason, language)}{arm.errors.map((error) => <div key={error.text}>{grouped(error.count)} × {error.text}</div>)}</td></tr>
              ))}</tbody>
            </table>
          </Section>
        ) : null}
        {document.refused.length > 0 ? (
          <Section title={p('refused')}>
            <table className="tb"><tbody>{document.refused.map((arm) => (
              <tr key={arm.id}><td className="small">{armName(arm.id)}</td><td className="small mid result-wrap">{reasonIn(arm.reason, language)}{arm.source ? <div className="dim">{reasonIn(arm.source, language)}</div> : null}</td></tr>
            ))}</tbody></table>
          </Section>
        ) : null}
        <Section title={p('certificates')}>
          <table className="tb">
            <thead><tr><th>{p('subject')}</th><th>{p('key')}</th><th className="num">{p('size')}</th><th>{p('shaCert')}</th></tr></thead>
            <tbody>{document.certificates.flatMap((chain, index) => chain.chain.map((certificate) => (
              <tr key={`${index} ${certificate.sha256}`}><td className="small">{certificate.subject}</td><td className="small">{certificate.key}</td><td className="num">{grouped(certificate.derBytes)}</td><td className="mono" title={certificate.sha256}>{shortHash(certificate.sha256)}</td></tr>
            )))}</tbody>
          </table>
        </Section>
        <Section title={p('scenario')}><pre className="mono prov-scenario" tabIndex={0}>{toScenarioText(run.scenario)}</pre></Section>
      </div>
    </div>
  );
}

export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash);

function Section({ title, sub, children }: { readonly title: string; readonly sub?: string; readonly children: ReactNode }) {
  return (
    <section className="prov-section rule-b">
      <div className="ph"><h2>{title}</h2>{sub ? <span className="small dim">{sub}</span> : null}</div>
      {children}
    </section>
  );
}

function NegotiatedTable({ arms }: { readonly arms: readonly ArmResult[] }) {
  const { t } = useTranslation('result');
  const bool = (value: boolean | null): string => (value === null ? NONE : value ? t('yes') : t('no'));
  const cell = (text: string, key: string) => <td key={key} className={text === NONE ? 'small dim' : 'small'} title={text === NONE ? t('mixed') : undefined}>{text}</td>;
  return (
    <table className="tb">
      <thead><tr><th>{t('armHead')}</th><th>{t('version')}</th><th>{t('group')}</th><th>{t('suite')}</th><th>{t('alpn')}</th><th>{t('resumed')}</th><th>HRR</th></tr></thead>
      <tbody>
        {arms.map((arm) => (
          <tr key={arm.id}>
            <td className="small">{armName(arm.id)}</td>
            {cell(arm.negotiated.version ?? NONE, 'version')}{cell(arm.negotiated.group ?? NONE, 'group')}{cell(arm.negotiated.cipherSuite ?? NONE, 'suite')}
            {cell(arm.negotiated.alpn ?? NONE, 'alpn')}{cell(bool(arm.negotiated.resumed), 'resumed')}{cell(bool(arm.negotiated.helloRetryRequest), 'hrr')}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
