/** A run's folder or a scenario file dropped anywhere opens. */
import type { LabApi } from '../../shared/ipc/contract.ts';
import { parseScenarioText } from '../../shared/scenario/yaml.ts';
import { i18n } from '../i18n/index.ts';
import { attempt, go, openPath } from '../stores/app.ts';
import { editScenario } from '../stores/builder.ts';

async function open(file: File): Promise<void> {
  if (!/\.ya?ml$/i.test(file.name)) return openPath((window as unknown as { lab: LabApi }).lab.pathOf(file));
  const text = await file.text();
  const parsed = parseScenarioText(text);
  if (!parsed.ok) throw new Error(i18n.t('library:notScenario', { name: file.name, problem: parsed.problems.map((one) => `${one.field}: ${one.message}`).join('; ') }));
  editScenario(null, parsed.scenario, { text, name: file.name });
  go('builder');
}

export function dropOnWindow(): () => void {
  const over = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) attempt(() => open(file));
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
