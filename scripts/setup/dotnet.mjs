// The .NET SDK is expected on the machine; it is not fetched.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { bin, inRoot } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { Unavailable } from './step.mjs';
import { atLeast, onPath, programMarks } from './versions.mjs';

const MIN = '10.0';
/** The framework that stacks/dotnet builds for unless told another. */
export const DEFAULT_RELEASE = '10.0';
const REMEDY = `install the .NET SDK ${MIN} or newer on PATH, or set HSLAB_DOTNET to its program`;

// A build server or node left behind would hold CPUs that are measured later.
export const dotnetEnvironment = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1', DOTNET_CLI_USE_MSBUILD_SERVER: '0', UseSharedCompilation: 'false' };

export const dotnetStep = {
  name: '.NET SDK',
  remedy: REMEDY,
  inputs: () => hash(process.env.HSLAB_DOTNET ?? '', programMarks(onPath('dotnet'))),
  stands: ({ path }) => existsSync(path),
  async make() {
    const candidates = process.env.HSLAB_DOTNET ? [process.env.HSLAB_DOTNET] : onPath('dotnet');
    for (const path of candidates) {
      const sdks = (await run(path, ['--list-sdks'], { env: dotnetEnvironment })).trim().split('\n').map((line) => line.split(' ')[0]);
      const version = sdks.filter((sdk) => atLeast(sdk, MIN)).at(-1);
      if (version) return { path, version, said: version };
    }
    throw new Unavailable(candidates.length > 0 ? `no .NET SDK ${MIN} or newer is installed` : 'dotnet is not on PATH', REMEDY);
  },
};

export const dotnetWorkerStep = (dotnet) => ({
  name: '.NET worker',
  remedy: 'see what "dotnet publish" says in stacks/dotnet',
  inputs: () => hash(dotnet.ok ? `${dotnet.path} ${dotnet.version}` : dotnet.reason, fingerprint([inRoot('stacks/dotnet')])),
  stands: ({ path }) => existsSync(path),
  async make() {
    if (!dotnet.ok) throw new Unavailable(`.NET is not available: ${dotnet.reason}`, dotnet.remedy);
    const folder = join(bin, 'dotnet');
    mkdirSync(bin, { recursive: true });
    // What an interrupted publish left there would be taken along.
    rmSync(`${folder}.new`, { recursive: true, force: true });
    await run(dotnet.path, ['publish', 'src/HandshakeLab.Worker', '-c', 'Release', '-o', `${folder}.new`], { cwd: inRoot('stacks/dotnet'), env: dotnetEnvironment });
    rmSync(folder, { recursive: true, force: true });
    renameSync(`${folder}.new`, folder);
    return { path: join(folder, 'hslab-dotnet'), said: 'built' };
  },
});
