/** What a run can be saved as: a button with a menu; and what becomes of the file. */
import { useCallback, useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_REFUSALS, EXPORTS, exportTitle, type ExportId, type ExportRefusal } from '../../../shared/export.ts';
import { exportRun, stopExport, useExport } from '../../stores/export.ts';
import { invoke, messageOf } from '../result/lab.ts';
import { useLanguage } from '../result/useLanguage.ts';
import './export.css';

interface Format {
  readonly id: ExportId;
  readonly refused: ExportRefusal | null;
}

export function ExportMenu({ run, language }: { readonly run: string; readonly language: 'en' | 'zh' }) {
  const { t } = useTranslation('exports');
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const busy = useExport(({ as }) => as !== null);
  const close = useCallback((toButton: boolean) => {
    setOpen(false);
    if (toButton) button.current?.focus();
  }, []);
  return (
    <div className="export" onBlur={(event: FocusEvent) => { if (open && !event.currentTarget.contains(event.relatedTarget)) setOpen(false); }}>
      <button
        ref={button} type="button" className="btn" data-testid="export" aria-haspopup="menu" aria-expanded={open} aria-disabled={busy} onClick={() => { if (!busy) setOpen((before) => !before); }}
        onKeyDown={(event) => { if (event.key === 'ArrowDown' && !open && !busy) { event.preventDefault(); setOpen(true); } }}
      >
        <ExportIcon />{t('button')}
      </button>
      {open ? <Menu run={run} language={language} onClose={close} /> : null}
    </div>
  );
}

function Menu({ run, language, onClose }: { readonly run: string; readonly language: 'en' | 'zh'; readonly onClose: (toButton: boolean) => void }) {
  const { t } = useTranslation('exports');
  const [formats, setFormats] = useState<readonly Format[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.focus();
    let gone = false;
    invoke('run:exports', { run }).then((told) => !gone && setFormats(told.formats), (error: unknown) => !gone && setProblem(messageOf(error)));
    return () => {
      gone = true;
    };
  }, [run]);
  useEffect(() => {
    // From the menu, which the focus is on while it is empty, to its first entry.
    if (formats && document.activeElement === list.current) list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [formats]);
  const choose = ({ id, refused }: Format): void => {
    if (refused !== null) return;
    onClose(true);
    void exportRun(run, id);
  };
  const onKey = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const typed = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey ? event.key.toLowerCase() : null;
    const to =
      event.key === 'ArrowDown' ? items[(at + 1) % items.length]
      : event.key === 'ArrowUp' ? items.at(at <= 0 ? -1 : at - 1)
      : event.key === 'Home' ? items[0]
      : event.key === 'End' ? items.at(-1)
      : typed !== null ? [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.dataset['name']?.toLowerCase().startsWith(typed))
      : undefined;
    if (to) to.focus();
    else if (event.key === 'Escape') onClose(true);
    else if (event.key === 'Tab') return onClose(false);
    else if (typed === null && !event.key.startsWith('Arrow')) return;
    // Figures choose tabs and letters do other things on the screen below.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} className="export-menu" role="menu" aria-label={t('menu')} tabIndex={-1} onKeyDown={onKey} data-testid="export-menu">
      {problem !== null ? <p className="bad small run-pad" role="alert">{problem}</p> : formats === null ? <p className="dim small run-pad">{t('reading')}</p> : null}
      {(formats ?? []).map((format) => {
        const { purpose, opener } = EXPORTS[format.id];
        const title = exportTitle(format.id, language);
        const refused = format.refused !== null;
        return (
          <button
            key={format.id} type="button" role="menuitem" tabIndex={-1} className="export-item" aria-disabled={refused} data-name={title} data-testid={`export-${format.id}`}
            onClick={() => choose(format)} onMouseMove={(event) => event.currentTarget.focus()}
          >
            <b>{title}</b>
            <span className="export-what">{purpose[language]}</span>
            <span className={`export-opens tiny ${refused ? 'export-why' : 'dim'}`}>{format.refused !== null ? t('cannot', { why: EXPORT_REFUSALS[format.refused][language] }) : t('opens', { opener: opener[language] })}</span>
          </button>
        );
      })}
    </div>
  );
}

/** The file's name alone: its path is a hover away. */
const fileOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** How far the file is, and how it ended. `own`: the names by which this run may have been exported. */
export function ExportState({ own }: { readonly own: readonly string[] }) {
  const { t } = useTranslation('exports');
  const language = useLanguage();
  const { run, as, done, outcome } = useExport();
  if (as !== null) {
    if (done === null) return null;
    const format = exportTitle(as, language);
    const percent = Math.floor(100 * done);
    return (
      <div className="export-state" data-testid="export-progress">
        <span className="small dim export-percent">{t('writing', { format, percent })}</span>
        <div className="bar export-bar" role="progressbar" aria-label={t('progress', { format })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div>
        <button type="button" className="btn quiet" data-testid="export-stop" onClick={stopExport}>{t('stop')}</button>
      </div>
    );
  }
  if (outcome === null || run === null || !own.includes(run)) return null;
  const text = outcome.kind === 'saved' ? t('saved', { file: fileOf(outcome.path) }) : outcome.kind === 'stopped' ? t('stopped') : t('saveFailed', { message: outcome.message });
  return <span className={`export-said small ell ${outcome.kind === 'failed' ? 'bad' : 'dim'}`} role="status" title={outcome.kind === 'saved' ? outcome.path : text} data-testid="export-said">{text}</span>;
}

const ExportIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 10V2.5M5 5.5l3-3 3 3M2.5 9.5v4h11v-4" /></svg>;
