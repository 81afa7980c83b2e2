export default {
  button: 'Export…', menu: 'Export this run as', reading: 'Looking at what the run holds', opens: 'Opens in {{opener}}', cannot: 'Not for this run: {{why}}',
  writing: '{{format}} · {{percent}} %', progress: 'Writing {{format}}', stop: 'Stop', stopped: 'Stopped; no file was written', saved: 'Saved: {{file}}', saveFailed: 'Not saved: {{message}}',
  command: 'Export as {{format}} ({{opener}})',
};
