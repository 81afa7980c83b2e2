/** A scenario from a file that a person gave to the app. */
import { readFileSync, statSync } from 'node:fs';
import { parseScenarioText } from '../../shared/scenario/yaml.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import { LabError, messageOf } from '../errors.ts';

/** No scenario is near this. */
const MOST_BYTES = 1024 * 1024;

/** Throws a LabError that names the file, the field and what to put. */
export function readScenarioFile(path: string): Scenario {
  let text: string;
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LabError('bad-scenario', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const parsed = parseScenarioText(text);
  if (!parsed.ok) throw new LabError('bad-scenario', `${path} is no valid scenario: ${parsed.problems.map(({ field, message }) => `${field}: ${message}`).join('; ')}`);
  return parsed.scenario;
}
