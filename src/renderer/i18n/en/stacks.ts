export default {
  title: 'Stacks', sub: 'TLS implementations found on this machine; each is asked by starting its worker', refresh: 'Look again', looking: 'Starting each worker to ask it', missing: 'not available', why: 'Why', remedy: 'What to do',
  library: 'library', version: 'version', offers: 'Offers', observes: 'Shows', not: 'Does not offer or show', what: 'what', reason: 'why', source: 'source', nothing: 'Nothing is left out.',
  group: 'key exchange groups', key: 'certificate keys', session: 'sessions', other: 'also', client: 'as client', server: 'as server',
};
