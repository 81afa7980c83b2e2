/** The form's sections on the protocol and what follows the handshake, and on resumption, caches and early data. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { EARLY_DATA, SESSIONS } from '../../../shared/tls.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { Labelled, Remarks, Section, TextField } from './fields.tsx';

interface SectionProps {
  readonly scenario: Scenario;
  /** Sets a field; what is wrong with the value, else null. */
  readonly put: (path: string, value: unknown) => string | null;
  readonly wholeOr: (text: string) => number | string;
  readonly chips: <T extends string | number | boolean>(label: string, path: string, choices: readonly Choice<T>[], chosen: readonly T[]) => ReactNode;
  /** Why no chosen stack offers the token; null where one does. */
  readonly offered: (token: string) => string | null;
  readonly sub: string;
}

const TICKETS = ['default', 0, 1, 2, 4, 8] as const;
const DEFAULT_EXCHANGE = { requestBytes: 100, responseBytes: 1000 };

export function ProtocolSection({ scenario, put, wholeOr, chips, offered, sub }: SectionProps) {
  const { t } = useTranslation('scenario');
  const { exchange } = scenario;
  const bytes = (name: 'requestBytes' | 'responseBytes') =>
    exchange === 'none' ? null : (
      <Labelled label={t(`tls.${name}`)}><TextField label={t(`tls.${name}`)} value={String(exchange[name])} onTake={(text) => put(`exchange.${name}`, wholeOr(text))} /></Labelled>
    );
  return (
    <Section title={t('tls.title')} sub={sub}>
      <Labelled label={t('tls.version')}>{chips(t('tls.version'), 'tls', ([1.2, 1.3] as const).map((value) => ({ value, label: `TLS ${value}`, refused: offered(`tls:${value}`) })), scenario.tls)}</Labelled>
      <Labelled label={t('tls.mutual')}>
        <Chips
          label={t('tls.mutual')} testId="axis-certificates.mutual" several={false} chosen={[scenario.certificates.mutual]} onChange={([value]) => void put('certificates.mutual', value)}
          choices={[{ value: false, label: t('tls.mutualNo') }, { value: true, label: t('tls.mutualYes'), refused: offered('mtls') }]}
        />
      </Labelled>
      <Labelled label={t('tls.exchange')}>
        <Chips
          label={t('tls.exchange')} testId="axis-exchange" several={false} chosen={[exchange === 'none' ? 'none' : 'request']} onChange={([value]) => void put('exchange', value === 'request' ? DEFAULT_EXCHANGE : 'none')}
          choices={[{ value: 'none', label: t('tls.none') }, { value: 'request', label: t('tls.request'), refused: offered('exchange') }]}
        />
      </Labelled>
      {bytes('requestBytes')}
      {bytes('responseBytes')}
      {exchange === 'none' ? null : <p className="tiny dim form-hint">{t('tls.exchangeHint')}</p>}
    </Section>
  );
}

export function SessionSection({ scenario, put, wholeOr, chips, offered, sub, remarks }: SectionProps & { readonly remarks: readonly string[] }) {
  const { t } = useTranslation('scenario');
  const { session } = scenario;
  const early = session.earlyData.some((value) => value !== 'none');
  return (
    <Section title={t('session.title')} sub={sub}>
      <Labelled label={t('session.label')}>{chips(t('session.label'), 'session.resumption', SESSIONS.map((value) => ({ value, label: t(`session.${value}`), refused: offered(`session:${value}`) })), session.resumption)}</Labelled>
      {session.resumption.includes('cache') ? (
        <>
          <Labelled label={t('session.cacheSize')}>
            <TextField label={t('session.cacheSize')} value={session.cacheSize.join(', ')} onTake={(text) => put('session.cacheSize', text.split(',').map((part) => wholeOr(part.trim())))} />
          </Labelled>
          <Labelled label={t('session.names')}><TextField label={t('session.names')} value={String(session.names)} onTake={(text) => put('session.names', wholeOr(text))} /></Labelled>
          <Labelled label={t('session.zipf')}><TextField label={t('session.zipf')} value={String(session.zipf)} onTake={(text) => put('session.zipf', Number.isNaN(Number(text)) ? text : Number(text))} /></Labelled>
          <p className="tiny dim form-hint">{t('session.cacheHint')}</p>
        </>
      ) : null}
      <Labelled label={t('session.tickets')}>
        {chips(t('session.tickets'), 'session.tickets', TICKETS.map((value) => ({ value, label: value === 'default' ? t('session.ticketsDefault') : String(value), refused: value === 'default' ? null : offered('tickets') })), session.tickets)}
      </Labelled>
      <Labelled label={t('session.earlyData')}>
        {chips(t('session.earlyData'), 'session.earlyData', EARLY_DATA.map((value) => ({ value, label: t(`session.early.${value}`), refused: value === 'none' ? null : offered('earlyData') })), session.earlyData)}
      </Labelled>
      {early ? (
        <>
          <Labelled label={t('session.antiReplay')}>
            {chips(t('session.antiReplay'), 'session.antiReplay', (['default', 'on', 'off'] as const).map((value) => ({ value, label: t(`session.replay.${value}`), refused: value === 'default' ? null : offered(`antiReplay:${value}`) })), session.antiReplay)}
          </Labelled>
          <p className="tiny dim form-hint">{t('session.earlyHint')}</p>
        </>
      ) : null}
      <Remarks lines={[...remarks]} />
    </Section>
  );
}
