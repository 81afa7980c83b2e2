import { describe, expect, it } from 'vitest';
import { NOWHERE, Place } from './place.ts';

describe('the place in a window', () => {
  it('that nobody has left is the Library', () => expect(NOWHERE).toMatchObject({ screen: 'library', openRun: null, runs: {} }));

  it('that is partly broken keeps what is whole', () => {
    const place = Place.parse({ screen: 'a screen of another version', openRun: 'one', filter: 7 });
    expect(place).toMatchObject({ screen: 'library', openRun: 'one', filter: '' });
  });
});
