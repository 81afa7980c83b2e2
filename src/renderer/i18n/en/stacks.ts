export default {
  title: 'Stacks', sub: 'TLS implementations on this machine; each is asked by starting its worker', found_one: '{{count}} found on this machine, asked by starting its worker', found_other: '{{count}} found on this machine, each asked by starting its worker', further_one: '{{count}} further version can be added', further_other: '{{count}} further versions can be added', refresh: 'Look again', busy: 'A run is on', looking: 'Starting each worker to ask it', failed: 'The stacks could not be looked for', missing: 'not available', why: 'Why', remedy: 'What to do',
  absent: 'Versions that are not here', version: 'Version', notAdded: 'not added', add: 'Add', addThis: 'Add {{id}}', tryAgain: 'Try again', againThis: 'Try again to add {{id}}', adding: 'Adding …', addingOther: '{{id}} is being added', beginning: 'Starting the set-up',
  offers: 'Offers and shows', not: 'Does not offer or show', nothing: 'Nothing is left out.', none: 'none',
  hasThese: 'Unlike {{id}} it has {{names}}', as: 'As {{id}}', otherwise: 'Otherwise as {{id}}',
  roles: 'roles', group: 'key exchange groups', key: 'certificate keys', session: 'sessions', other: 'also', connections: 'several connections', timing: 'timing', allocations: 'allocations', client: 'client', server: 'server',
  shows: 'shows as {{side}}', instants: 'Instants: {{names}}', facts: 'Facts: {{names}}',
};
