// Collects all garbage, so that what is resident is what is kept.
import v8 from 'node:v8';
import vm from 'node:vm';

let collect = null;

export function collectGarbage() {
  if (!collect) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc');
  }
  // Twice: what the first one finalises, such as a socket's handle, goes with the second.
  collect();
  collect();
}
