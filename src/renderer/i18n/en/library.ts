export default {
  quickLooking: 'Looking for the stacks on this machine', quickNothing: 'No stack can run: {{reason}}', quickWith: '{{stacks}} · client × server, full TLS 1.3 handshake · done in about {{time}}', run: 'Run', busy: 'A run is on', show: 'Show it',
  experiments: 'Ready experiments', filter: 'Filter', own: 'Own scenarios', newOne: 'New', noOwn: 'None yet. Change an experiment and save it.', edit: 'Open in the builder', runThis: 'Run', answers: 'What it answers',
  leftOut_one: '{{count}} arm left out', leftOut_other: '{{count}} arms left out', noArm: 'cannot run here', arms_one: '{{count}} arm', arms_other: '{{count}} arms',
  runs: 'Runs', all: 'All', finished: 'Finished', other: 'Cut short or failed', open: 'Open…', name: 'run', headline: 'headline', arms: 'arms, p50', empty: 'No runs yet.', emptyMore: 'Run the quick comparison: the first figures come in seconds.', noMatch: 'No run matches.',
  ended: { finished: 'finished', stopped: 'stopped', interrupted: 'interrupted', 'cut short': 'cut short', failed: 'failed' },
  slowest: '{{arm}} to {{first}}', oneArm: '{{arm}}', failedArms_one: '{{count}} arm failed', failedArms_other: '{{count}} arms failed', unreadable: 'cannot be read: {{reason}}',
  rename: 'Rename', remove: 'Delete', openHint: 'open', renameHint: 'rename', deleteHint: 'delete', drop: 'Drop a run’s folder or a scenario file anywhere to open it', today: 'today', minutes: '{{count}} min', seconds: '{{count}} s', notScenario: '{{name}} is no valid scenario: {{problem}}', renamePrompt: 'New name',
};
