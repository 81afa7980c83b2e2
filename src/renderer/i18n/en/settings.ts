export default {
  times: { title: 'Times in', auto: 'By size', note: 'In every figure, table and report. A handshake is then written as' },
  reserved: { title: 'CPUs for the app', auto: 'Automatic', cpu: 'CPU {{cpu}}', none: 'none', note: 'Scenarios that leave their CPUs to the program keep these free of client and server, from the next run on. One CPU at least is left to measure on.', by: 'The environment variable {{variable}} sets them.', now: 'Now: server {{server}} · client {{client}} · app {{reserve}}' },
  folders: { title: 'Folders', runs: 'Runs', scenarios: 'Scenarios', open: 'Open folder', change: 'Change…', reset: 'Usual place', usual: 'the usual place', setBy: 'The environment variable {{variable}} sets it.', next: 'From the next start on: {{path}}. What is in the folder now stays there.' },
  log: { title: 'Log', which: 'Which entries', all: 'All', warnings: 'Warnings and errors', errors: 'Errors', read: 'Read again', copy: 'Copy', empty: 'No such entry.', note: 'The last {{most}} entries of the app and its engine.' },
  diagnostics: { copy: 'Copy diagnostics', note: 'Diagnostics for a bug report: versions, machine, stacks with what is missing and why, settings, these entries. The home folder becomes ~; user name, host name and secrets are removed.' },
  copied: { diagnostics_one: 'Diagnostics copied: {{count}} line.', diagnostics_other: 'Diagnostics copied: {{count}} lines.', log_one: 'Log copied: {{count}} line.', log_other: 'Log copied: {{count}} lines.' },
};
