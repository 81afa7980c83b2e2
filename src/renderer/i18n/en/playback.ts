export default {
  opening: 'Opening the recording', failed: 'This run cannot be played', none: 'No run is open.', library: 'Open the library',
  play: 'Play', pause: 'Pause', again: 'Play from the start', speed: 'Speed', position: 'Time of the run', at: '{{at}} of {{of}}', loading: 'reading, {{percent}} %', result: 'Back to the result',
  note: 'Recorded: figures as they stood at this moment of the run; a disturbed round counts here until the end judged it.', hint: 'Space plays and pauses, ← → step, Home and End',
};
