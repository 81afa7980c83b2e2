// All of set-up: what `npm start`, `npm test` and `npm run lab` do first. Needs nothing but Node.
import { appStep } from './app.mjs';
import { closeSuites } from './apt-private.mjs';
import { debianStep } from './debian.mjs';
import { DEFAULT_RELEASE, dotnetStep, dotnetWorkerStep } from './dotnet.mjs';
import { electronStep } from './electron.mjs';
import { goStep, goWorkerStep } from './go.mjs';
import { opensslWorkerStep } from './openssl-worker.mjs';
import { packagesStep } from './packages.mjs';
import { DEFAULT_VERSIONS, versionOf } from './stack-versions.mjs';
import { perform, recall } from './step.mjs';
import { addedIds, told, writeTools } from './tools-file.mjs';
import { atLeast } from './versions.mjs';
import { makeVersions } from './versions-of-stacks.mjs';

const MIN_NODE = '20.19';

/** Refuses a Node that is too old, in a sentence. */
export function checkNode() {
  if (atLeast(process.versions.node, MIN_NODE)) return;
  process.stderr.write(`Handshake Lab needs Node ${MIN_NODE} or newer; this is ${process.versions.node}. Install a newer one and start again.\n`);
  process.exit(1);
}

const toStderr = (line) => process.stderr.write(`${line}\n`);
const thisNode = () => ({ ok: true, path: process.execPath, version: process.versions.node });

/**
 * @param {{say?: (line: string) => void, retry?: boolean, versions?: readonly string[], scope?: 'app' | 'tests' | 'ci'}} [options]
 *   `retry`: try again at once what failed a moment ago; `versions`: ids of further versions of the stacks to have, too;
 *   `scope`: what the Debian packages are for.
 */
export async function setUp({ say = toStderr, retry = false, versions: asked = [], scope = 'app' } = {}) {
  checkNode();
  const options = { say, retry };
  const added = addedIds();
  const node = thisNode();
  try {
    const versionsOf = (family, own) => makeVersions(family, { asked, byDefault: DEFAULT_VERSIONS, added, own, say, retry });
    // apt's lock is the machine's: Debian packages come before what apt fetches. The others need not wait.
    const debianFirst = perform(debianStep(scope), options);
    const goThenVersions = debianFirst.then(async () => {
      const go = await perform(goStep, options);
      const goWorker = await perform(goWorkerStep(go), options);
      return { go, goWorker, versions: { ...(await versionsOf('go', { go })), ...(await versionsOf('go-quic', { go })) } };
    });
    const opensslThenVersions = debianFirst.then(async () => {
      const opensslWorker = await perform(opensslWorkerStep, options);
      return { opensslWorker, versions: await versionsOf('openssl', { openssl: opensslWorker }) };
    });
    const packagesThenApp = perform(packagesStep, options).then(async (packages) => ({
      packages,
      electron: await perform(electronStep, options),
      app: await perform(appStep(packages), options),
    }));
    const dotnetThenVersions = perform(dotnetStep, options).then(async (dotnet) => {
      const dotnetWorker = await perform(dotnetWorkerStep(dotnet), options);
      await debianFirst;
      return { dotnet, dotnetWorker, versions: await versionsOf('dotnet', { dotnet, dotnetWorker }) };
    });
    const [debian, { go, goWorker, versions: ofGo }, { packages, electron, app }, { dotnet, dotnetWorker, versions: ofDotnet }, { opensslWorker, versions: ofOpenssl }, ofNode] = await Promise.all([
      debianFirst, goThenVersions, packagesThenApp, dotnetThenVersions, opensslThenVersions, versionsOf('node', { node }),
    ]);
    const versions = { ...ofGo, ...ofDotnet, ...ofOpenssl, ...ofNode };
    const workers = {
      go: { ...told(goWorker), ...(goWorker.ok ? { version: go.version } : {}) },
      dotnet: { ...told(dotnetWorker), ...(dotnetWorker.ok ? { version: DEFAULT_RELEASE } : {}) },
      openssl: told(opensslWorker),
    };
    await writeTools({ electron: told(electron), go: told(go), dotnet: told(dotnet), node: told(node), workers }, versions);
    return { debian, go, goWorker, packages, electron, app, dotnet, dotnetWorker, opensslWorker, versions };
  } finally {
    closeSuites();
  }
}

/** Adds versions and leaves everything else as it is: what the window asks for while it is open. */
export async function addVersions(asked, { say = toStderr } = {}) {
  checkNode();
  try {
    // What is there is taken as it is, even where its sources have changed since.
    const had = async (step) => {
      const before = recall(step);
      return before?.ok ? before : perform(step, { say, retry: true });
    };
    const own = {
      go: async () => ({ go: await had(goStep) }),
      dotnet: async () => {
        const dotnet = await had(dotnetStep);
        return { dotnet, dotnetWorker: await had(dotnetWorkerStep(dotnet)) };
      },
      node: async () => ({ node: thisNode() }),
      openssl: async () => ({ openssl: recall(opensslWorkerStep) }),
      'go-quic': async () => ({ go: await had(goStep) }),
    };
    const families = [...new Set(asked.map((id) => versionOf(id).family))];
    const made = await Promise.all(families.map(async (family) => makeVersions(family, { asked, added: [], own: await own[family](), say, retry: true })));
    const versions = Object.assign({}, ...made);
    await writeTools(null, versions);
    return versions;
  } finally {
    closeSuites();
  }
}
