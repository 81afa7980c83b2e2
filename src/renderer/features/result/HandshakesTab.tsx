/** The samples behind a figure: a stretch of an arm's distribution, its handshakes, and one of them taken apart. */
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_HANDSHAKES, type HandshakeDetail, type HandshakeList, type HandshakeRef, type HandshakeRow } from '../../../shared/explore.ts';
import { flameOfExample } from '../../../shared/flame/data.ts';
import { grouped, NONE, percentOf, timeText } from '../../../shared/report/figures.ts';
import type { ArmResult, ResultDocument } from '../../../shared/result/document.ts';
import { EVERYTHING, look, useExplore, type Looking } from '../../stores/explore.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Flame } from '../flame/Flame.tsx';
import { armName, stackVersion } from '../flame/names.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { ArmPicker } from './ArmPicker.tsx';
import { BrushChart } from './BrushChart.tsx';
import { HandshakeTable } from './HandshakeTable.tsx';
import { useArm } from './useArm.ts';
import { useAnswer } from './useAnswer.ts';
import { useWidth } from './useWidth.ts';

const ORDERS = ['slowest', 'fastest', 'measured'] as const;
/** A stretch that is being dragged asks once it rests. */
const CALM_MS = 120;

const same = (a: HandshakeRef | null | undefined, b: HandshakeRef | null | undefined): boolean => a?.block === b?.block && a?.index === b?.index;

export function HandshakesTab({ document }: { readonly document: ResultDocument }) {
  const looking = useExplore((state) => state.runs[document.run.id]) ?? EVERYTHING;
  const { arms } = document;
  const [common, setCommon] = useArm(document);
  const found = arms.findIndex(({ id }) => id === looking.arm);
  const selected = found >= 0 ? found : common;
  const arm = arms[selected];
  if (!arm) return null;
  const change = (next: Partial<Looking>): void => look(document.run.id, { arm: arm.id, ...next });
  return (
    <div className="result-split">
      <ArmPicker arms={arms} selected={selected} onSelect={(index) => { setCommon(index); change({ ...EVERYTHING, order: looking.order, arm: arms[index]?.id ?? null }); }} />
      <Handshakes key={arm.id} document={document} arm={arm} looking={looking} change={change} />
    </div>
  );
}

interface HandshakesProps {
  readonly document: ResultDocument;
  readonly arm: ArmResult;
  readonly looking: Looking;
  readonly change: (next: Partial<Looking>) => void;
}

function Handshakes({ document, arm, looking, change }: HandshakesProps) {
  const { t } = useTranslation('result');
  const [box, width] = useWidth();
  const { fromNs, toNs, outcome, order, ...calm } = useCalm(looking);
  const marked = calm.marked ?? !document.noise.leftOut;
  const question = useMemo(() => ({ run: document.run.folder, arm: arm.id, query: { fromNs, toNs, outcome, marked, order, limit: MAX_HANDSHAKES } }), [document.run.folder, arm.id, fromNs, toNs, outcome, marked, order]);
  const list = useAnswer('run:handshakes', question);
  const chosen = list.answer?.rows.find(({ ref }) => same(ref, looking.ref)) ?? list.answer?.rows[0] ?? null;
  const whole = looking.fromNs === null && looking.toNs === null;
  const { p50Ns, p95Ns, p99Ns } = arm.handshake;
  const stretch = (from: number | null, to: number | null): void => change({ fromNs: from, toNs: to, outcome: 'complete', ref: null });
  return (
    <section className="pane handshakes" data-testid="result-handshakes">
      <div className="ph rule-b">
        <h2>{armName(arm.id)}</h2><span className="small dim ell" role="status" data-testid="handshakes-count">{list.answer ? counted(list.answer, looking, t) : ''}</span>
        <span className="r">
          <Segmented label={t('explore.outcome')} testId="handshakes-outcome" value={looking.outcome} onChange={(next) => change({ outcome: next, ref: null })} options={(['complete', 'failed'] as const).map((one) => ({ value: one, label: t(`explore.${one}`), disabled: one === 'failed' && arm.failed === 0 && arm.state === 'good', title: one === 'failed' && arm.failed === 0 ? t('explore.noneFailed') : undefined }))} />
          <Segmented label={t('explore.order')} testId="handshakes-order" value={looking.order} onChange={(next) => change({ order: next, ref: null })} options={ORDERS.map((one) => ({ value: one, label: t(`explore.${one}`) }))} />
        </span>
      </div>
      <div className="handshakes-brush rule-b" ref={box}>
        {width > 0 ? <BrushChart arm={arm} width={width} stretch={looking} onStretch={({ fromNs: from, toNs: to }) => stretch(from, to)} /> : null}
        <div className="row gap2 handshakes-quick">
          <span className="small dim">{t('explore.stretch')}</span>
          <button type="button" className={whole ? 'chip on' : 'chip'} aria-pressed={whole} onClick={() => stretch(null, null)}>{t('explore.whole')}</button>
          {p50Ns === null ? null : <button type="button" className="chip" onClick={() => stretch(p50Ns * 0.99, p50Ns * 1.01)}>{t('explore.around', { value: 'p50' })}</button>}
          {p95Ns === null || p99Ns === null ? null : <button type="button" className="chip" data-testid="handshakes-p95-p99" onClick={() => stretch(p95Ns, p99Ns)}>p95 … p99</button>}
          {p99Ns === null ? null : <button type="button" className="chip" data-testid="handshakes-p99" onClick={() => stretch(p99Ns, null)}>{t('explore.above', { value: 'p99' })}</button>}
          {document.noise.markedRounds === 0 ? null : <button type="button" className={marked ? 'chip on' : 'chip'} aria-pressed={marked} title={t('explore.withMarkedHint')} data-testid="handshakes-marked" onClick={() => change({ marked: !marked, ref: null })}>{t('explore.withMarked')}</button>}
          <span className="small mid grow ell num">{whole ? t('explore.hint') : t('explore.chosen', { from: looking.fromNs === null ? t('explore.least') : timeText(looking.fromNs), to: looking.toNs === null ? t('explore.most') : timeText(looking.toNs) })}</span>
        </div>
      </div>
      {list.problem !== null ? <Failed what={t('explore.problem')} why={list.problem} onAgain={list.again} />
        : list.answer === null ? <Loading text={t('explore.loading')} />
          : list.answer.rows.length === 0 ? <div className="empty" data-testid="handshakes-none"><p>{looking.outcome === 'failed' ? t('explore.noneFailed') : t('explore.none')}</p></div>
            : (
              <div className="handshakes-two">
                <HandshakeTable rows={list.answer.rows} selected={chosen?.ref ?? null} onSelect={(ref) => change({ ref })} />
                {chosen ? <OneHandshake document={document} arm={arm} row={chosen} /> : null}
              </div>
            )}
    </section>
  );
}

function counted({ matching, of, rows }: HandshakeList, { order, outcome }: Looking, t: TFunction<'result'>): string {
  const text = outcome === 'failed' || matching === of ? t('explore.count', { n: grouped(matching) }) : t('explore.countOf', { n: grouped(matching), of: grouped(of), share: percentOf(of === 0 ? 0 : matching / of) });
  return rows.length < matching ? `${text} · ${t(`explore.first.${order}`, { n: grouped(rows.length) })}` : text;
}

function OneHandshake({ document, arm, row }: { readonly document: ResultDocument; readonly arm: ArmResult; readonly row: HandshakeRow }) {
  const { t } = useTranslation('result');
  const question = useMemo(() => ({ run: document.run.folder, arm: arm.id, ref: row.ref }), [document.run.folder, arm.id, row.ref.block, row.ref.index]);
  const { answer } = useAnswer('run:handshake', question);
  // What the list knows is shown at once; messages and facts follow.
  const detail: HandshakeRow & Partial<HandshakeDetail> = answer && same(answer.ref, row.ref) ? answer : row;
  const data = useMemo(() => flameOfExample({ phases: detail.phases, messages: detail.messages ?? [] }), [detail]);
  const name = t('explore.name', { index: row.ref.index, block: row.ref.block, round: row.round });
  return (
    <div className="handshake-one" data-testid="handshake-one" data-block={row.ref.block} data-index={row.ref.index}>
      <div className="ph">
        <h3>{row.totalNs === null ? t('explore.failed') : timeText(row.totalNs)}</h3>
        <span className="small dim ell">{[detail.rank == null ? null : t('explore.rank', { share: percentOf(detail.rank) }), name, detail.startNs == null ? null : t('explore.startedAt', { time: timeText(detail.startNs) })].filter(Boolean).join(' · ')}</span>
      </div>
      {row.marked ? <p className="small warn run-pad">{t('explore.marked')}</p> : null}
      {detail.error ? <p className="small bad run-pad">{[detail.errors?.client ? `${t('client')}: ${detail.errors.client}` : null, detail.errors?.server ? `${t('server')}: ${detail.errors.server}` : null].filter(Boolean).join(' · ') || detail.error}</p> : null}
      <Flame data={data} names={{ clientVersion: stackVersion(arm.client.stack, arm.client.version), serverVersion: stackVersion(arm.server.stack, arm.server.version) }} what={`${armName(arm.id)}, ${name}`} subject={`${document.run.id} ${arm.id} ${row.ref.block} ${row.ref.index}`} empty={detail.error ?? t('noFigureYet')} slash />
      {answer && data.messages.length > 0 ? <Messages detail={answer} /> : null}
    </div>
  );
}

function Messages({ detail: { messages, negotiated } }: { readonly detail: HandshakeDetail }) {
  const { t } = useTranslation('result');
  const facts = [negotiated.version && `TLS ${negotiated.version}`, negotiated.group, negotiated.cipherSuite, negotiated.alpn, negotiated.resumed === null ? null : negotiated.resumed ? t('resumed') : t('explore.full'), negotiated.helloRetryRequest ? t('retry') : null, negotiated.earlyData === null ? null : t(`explore.early.${negotiated.earlyData}`)].filter(Boolean);
  return (
    <div className="handshake-messages rule-t" data-testid="handshake-messages">
      <p className="small mid run-pad">{facts.join(' · ')}</p>
      <table className="tb">
        <thead><tr><th scope="col">{t('explore.message')}</th><th scope="col">{t('explore.fromSide')}</th><th scope="col" className="num">{t('explore.sent')}</th><th scope="col" className="num">{t('explore.received')}</th><th scope="col" className="num">{t('explore.bytes')}</th></tr></thead>
        <tbody>
          {messages.map((message) => (
            <tr key={`${message.name} ${message.sentNs}`}>
              <td>{message.name}</td><td>{t(message.from)}</td><td className="num">{timeText(message.sentNs)}</td><td className="num">{timeText(message.receivedNs)}</td><td className="num">{message.bytes === null ? NONE : grouped(message.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useCalm(looking: Looking): Looking {
  const [calm, setCalm] = useState(looking);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(looking), CALM_MS);
    return () => clearTimeout(timer);
  }, [looking]);
  return calm;
}
