export default {
  product: 'Handshake Lab',
  nav: { label: 'Screens', library: 'Library', builder: 'Scenario', run: 'Run', result: 'Result', compare: 'Compare', claims: 'Claims', playback: 'Playback', selfcheck: 'Self-check', stacks: 'Stacks', report: 'Report', settings: 'Settings', help: 'Help', found: 'Stacks found' },
  command: { open: 'Search or run a command', placeholder: 'Type a command, an experiment or a run', none: 'Nothing matches.', label: 'Commands' },
  commands: { diagnostics: 'Copy diagnostics', goTo: 'Go to {{screen}}', runSample: 'Run: {{name}}', openRun: 'Open run: {{name}}', newScenario: 'New scenario', openFile: 'Open a scenario file or an archive…', newWindow: 'New window', sameWindow: 'Open this run in a new window', recent: 'Recent: {{name}}', openFolder: 'Open a run’s folder…', stop: 'Stop the run and keep it', light: 'Light theme', dark: 'Dark theme', systemTheme: 'Theme as the system', english: 'English', chinese: '中文' },
  status: { cpus: '{{count}} CPUs', apart: 'app on CPUs of its own', turns: 'app and workers take turns', running: 'running', idle: 'idle' },
  problem: { dismiss: 'Dismiss' },
  undo: { run: 'Deleted “{{name}}”.', scenario: 'Deleted “{{name}}”.', undo: 'Undo' },
  settings: {
    title: 'Settings', theme: 'Theme', language: 'Language', system: 'As the system', light: 'Light', dark: 'Dark', english: 'English', chinese: '中文', version: 'Version',
    keys: 'Keys', keyGroups: { window: 'Everywhere', library: 'Library', builder: 'Scenario', flame: 'Run and result' },
    keyList: { commands: 'commands', run: 'run what is shown', back: 'the screen before', keys: 'these keys', undo: 'undo', filter: 'filter', open: 'open', rename: 'rename', remove: 'delete', save: 'save', redo: 'redo', cpu: 'CPU to server, client, idle, free', pause: 'pause or go on', tabs: 'tabs of the result', walk: 'along the flame', pin: 'pin', zoom: 'zoom', pan: 'pan', table: 'table', copy: 'copy as text' },
  },
  keyNames: { space: 'Space' },
  loading: 'Opening the library', brokenScreen: 'This screen cannot be shown', failedStart: 'The window could not reach the engine.', retry: 'Try again',
};
