// All of set-up: what `npm start`, `npm test` and `npm run lab` do first. Needs nothing but Node.
// What was found is written to .tools/tools.json, from which the engine knows its stacks:
//   {electron, go, dotnet, workers: {go, dotnet}}, each {path, version?} or {reason, remedy}.
import { appStep } from './app.mjs';
import { debianStep } from './debian.mjs';
import { dotnetStep, dotnetWorkerStep } from './dotnet.mjs';
import { electronStep } from './electron.mjs';
import { goStep, goWorkerStep } from './go.mjs';
import { packagesStep } from './packages.mjs';
import { inTools } from './paths.mjs';
import { readJson, writeWhole } from './stamp.mjs';
import { perform } from './step.mjs';
import { atLeast } from './versions.mjs';

const MIN_NODE = '20.19';

/** Refuses a Node that is too old, in a sentence. */
export function checkNode() {
  if (atLeast(process.versions.node, MIN_NODE)) return;
  process.stderr.write(`Handshake Lab needs Node ${MIN_NODE} or newer; this is ${process.versions.node}. Install a newer one and start again.\n`);
  process.exit(1);
}

const told = (result) => (result.ok ? { path: result.path, version: result.version } : { reason: result.reason, remedy: result.remedy });

/**
 * @param {{say?: (line: string) => void, retry?: boolean}} [options] `retry`: try again at once what failed a moment ago.
 */
export async function setUp({ say = (line) => process.stderr.write(`${line}\n`), retry = false } = {}) {
  checkNode();
  const options = { say, retry };
  // apt's lock is the machine's: Debian packages come before the toolchain that apt fetches. The others need not wait.
  const debianThenGo = perform(debianStep, options).then(async (debian) => {
    const go = await perform(goStep, options);
    return { debian, go, goWorker: await perform(goWorkerStep(go), options) };
  });
  const packagesThenApp = perform(packagesStep, options).then(async (packages) => ({
    packages,
    electron: await perform(electronStep, options),
    app: await perform(appStep(packages), options),
  }));
  const dotnetThenWorker = perform(dotnetStep, options).then(async (dotnet) => ({ dotnet, dotnetWorker: await perform(dotnetWorkerStep(dotnet), options) }));
  const [{ debian, go, goWorker }, { packages, electron, app }, { dotnet, dotnetWorker }] = await Promise.all([debianThenGo, packagesThenApp, dotnetThenWorker]);
  const found = { electron: told(electron), go: told(go), dotnet: told(dotnet), workers: { go: told(goWorker), dotnet: told(dotnetWorker) } };
  const path = inTools('tools.json');
  if (JSON.stringify(readJson(path)) !== JSON.stringify(found)) writeWhole(path, JSON.stringify(found));
  return { debian, go, goWorker, packages, electron, app, dotnet, dotnetWorker };
}
