export default {
  title: 'Stacks', sub: 'TLS implementations on this machine; each is asked by starting its worker', found: '{{count}} of {{of}} found on this machine; each was asked by starting its worker', refresh: 'Look again', busy: 'A run is on', looking: 'Starting each worker to ask it', failed: 'The stacks could not be looked for', missing: 'not available', why: 'Why', remedy: 'What to do',
  offers: 'Offers and shows', not: 'Does not offer or show', nothing: 'Nothing is left out.', none: 'none',
  roles: 'roles', group: 'key exchange groups', key: 'certificate keys', session: 'sessions', other: 'also', connections: 'several connections', timing: 'timing', allocations: 'allocations', client: 'client', server: 'server',
  shows: 'shows as {{side}}', instants: 'Instants: {{names}}', facts: 'Facts: {{names}}',
};
