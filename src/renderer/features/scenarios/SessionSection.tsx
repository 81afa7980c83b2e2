/** The form's sections on the protocol and what follows the handshake, and on resumption, caches and early data. */
import { useTranslation } from 'react-i18next';
import { EARLY_DATA, SESSIONS } from '../../../shared/tls.ts';
import { Chips } from '../../ui/Chips.tsx';
import { numbersIn, wholeOr } from './edit.ts';
import { Hint, Labelled, NumberAxis, Remarks, Section, TextField, useForm, type ChipRow } from './fields.tsx';

interface SectionProps {
  readonly chips: ChipRow;
  /** Why no chosen stack offers the token; null where one does. */
  readonly offered: (token: string) => string | null;
}

const TICKETS = ['default', 0, 1, 2, 4, 8] as const;
const CACHES = [16, 64, 256, 1024] as const;
const DEFAULT_EXCHANGE = { requestBytes: 100, responseBytes: 1000 };

export function ProtocolSection({ chips, offered }: SectionProps) {
  const { t } = useTranslation('scenario');
  const { scenario: { tls, exchange }, put, refuse } = useForm();
  const bytes = (name: 'requestBytes' | 'responseBytes') =>
    exchange === 'none' ? null : (
      <Labelled label={t(`tls.${name}`)} field={`exchange.${name}`}><TextField label={t(`tls.${name}`)} value={String(exchange[name])} onTake={(text) => put(`exchange.${name}`, wholeOr(text))} /></Labelled>
    );
  return (
    <Section title={t('tls.title')} sub={t('tls.sub')} fields={['tls', 'exchange']}>
      <Labelled label={t('tls.version')} field="tls">{chips(t('tls.version'), 'tls', ([1.2, 1.3] as const).map((value) => ({ value, label: `TLS ${value}`, refused: offered(`tls:${value}`) })), tls)}</Labelled>
      <Labelled label={t('tls.exchange')} field="exchange">
        <Chips
          label={t('tls.exchange')} testId="axis-exchange" several={false} chosen={[exchange === 'none' ? 'none' : 'request']} onChange={([value]) => refuse('exchange', put('exchange', value === 'none' ? 'none' : exchange === 'none' ? DEFAULT_EXCHANGE : exchange))}
          choices={[{ value: 'none', label: t('tls.none') }, { value: 'request', label: t('tls.request'), refused: offered('exchange') }]}
        />
        {exchange === 'none' ? null : <Hint text={t('tls.exchangeHint')} />}
      </Labelled>
      {exchange === 'none' ? null : <div className="cols">{bytes('requestBytes')}{bytes('responseBytes')}</div>}
    </Section>
  );
}

export function SessionSection({ chips, offered, remarks }: SectionProps & { readonly remarks: readonly string[] }) {
  const { t } = useTranslation('scenario');
  const { scenario: { session }, put } = useForm();
  const early = session.earlyData.some((value) => value !== 'none');
  const ticketsName = (value: number | 'default'): string => (value === 'default' ? t('session.ticketsDefault') : String(value));
  const forTickets = (value: number | 'default'): string | null => (value === 'default' ? null : offered('tickets'));
  return (
    <Section title={t('session.title')} sub={t('session.sub')} fields={['session.resumption', 'session.cacheSize', 'session.names', 'session.zipf', 'session.earlyData', 'session.antiReplay', 'session.tickets']}>
      <Labelled label={t('session.label')} field="session.resumption">{chips(t('session.label'), 'session.resumption', SESSIONS.map((value) => ({ value, label: t(`session.${value}`), refused: offered(`session:${value}`) })), session.resumption)}</Labelled>
      {session.resumption.includes('cache') ? (
        <>
          <Labelled label={t('session.cacheSize')} field="session.cacheSize">
            <NumberAxis label={t('session.cacheSize')} path="session.cacheSize" offered={CACHES.map((value) => ({ value: value as number, label: String(value) }))} chosen={session.cacheSize} name={String} read={numbersIn} compare={(a, b) => a - b} />
          </Labelled>
          <div className="cols">
            <Labelled label={t('session.names')} field="session.names"><TextField label={t('session.names')} value={String(session.names)} onTake={(text) => put('session.names', wholeOr(text))} /></Labelled>
            <Labelled label={t('session.zipf')} field="session.zipf"><TextField label={t('session.zipf')} value={String(session.zipf)} onTake={(text) => put('session.zipf', text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text))} /></Labelled>
          </div>
          <Hint text={t('session.cacheHint')} />
        </>
      ) : null}
      <Labelled label={t('session.tickets')} field="session.tickets">
        <NumberAxis
          label={t('session.tickets')} path="session.tickets" offered={TICKETS.map((value) => ({ value: value as number | 'default', label: ticketsName(value), refused: forTickets(value) }))} chosen={session.tickets} name={ticketsName} refused={forTickets} read={numbersIn}
          compare={(a, b) => (a === 'default' ? -1 : a) - (b === 'default' ? -1 : b)}
        />
      </Labelled>
      <Labelled label={t('session.earlyData')} field="session.earlyData">
        {chips(t('session.earlyData'), 'session.earlyData', EARLY_DATA.map((value) => ({ value, label: t(`session.early.${value}`), refused: value === 'none' ? null : offered('earlyData') })), session.earlyData)}
        {early ? <Hint text={t('session.earlyHint')} /> : null}
      </Labelled>
      {early ? (
        <Labelled label={t('session.antiReplay')} field="session.antiReplay">
          {chips(t('session.antiReplay'), 'session.antiReplay', (['default', 'on', 'off'] as const).map((value) => ({ value, label: t(`session.replay.${value}`), refused: value === 'default' ? null : offered(`antiReplay:${value}`) })), session.antiReplay)}
        </Labelled>
      ) : null}
      <Remarks lines={remarks} />
    </Section>
  );
}
