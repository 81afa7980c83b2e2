import { describe, expect, it } from 'vitest';
import { PHASE_IDS, PHASES } from '../../../shared/phases/tree.ts';
import { en, zh } from '../../i18n/resources.ts';
import { phaseKey } from '../flame/text.ts';

describe('the glossary', () => {
  it('explains every phase in both languages, each in its own words', () => {
    for (const { help } of [en, zh]) {
      expect(Object.keys(help.phase).sort()).toEqual(PHASE_IDS.map(phaseKey).sort());
      for (const id of PHASE_IDS) expect(help.phase[phaseKey(id) as keyof typeof help.phase].length).toBeGreaterThan(6);
    }
  });

  it('names a section of RFC 8446 wherever work is done that it defines', () => {
    const without = PHASE_IDS.filter((id) => PHASES[id].rfc === null && PHASES[id].kind === 'work' && !id.endsWith('.rest'));
    expect(without).toEqual(['connect']);
  });
});
