export default {
  title: 'Claims', sub: 'Statements about TLS stacks, put to the test on this machine. Only a run changes a verdict.',
  runAll: 'Run all', run: 'Run', again: 'Run again', stop: 'Stop', watch: 'Watch', edit: 'Open in the builder', openRun: 'Open its run', busy: 'A run is on', running: 'running, {{percent}} %', waiting: 'waits', left_one: '{{count}} to run', left_other: '{{count}} to run',
  filter: 'Which verdicts', all: 'All', loading: 'Reading the claims', failed: 'The claims cannot be read', noReference: 'the statement names no figure', noFigure: 'nothing was measured',
  head: { statement: 'statement', reference: 'claimed', measured: 'measured', verdict: 'verdict' },
  verdict: { supported: 'supported', refuted: 'refuted', inconclusive: 'inconclusive', 'not offered by this stack': 'not offered', 'not testable here': 'not testable here', 'not built yet': 'not built yet', 'not run yet': 'not run yet' },
};
