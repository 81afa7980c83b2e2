import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { familyOf, findProgram, furtherIds, isCalled, stackId, type Program } from './programs.ts';
import { makeProject, type Project } from './project.fixture.ts';

let project: Project;
beforeEach(() => {
  project = makeProject();
  vi.stubEnv('HSLAB_NODE', undefined);
});
afterEach(() => {
  project.remove();
  vi.unstubAllEnvs();
});

const programOf = (stack: string): Program => {
  const found = findProgram(stack, project.root);
  if (!found.ok) throw new Error(found.reason);
  return found.program;
};
const reasonOf = (stack: string): [string, string] => {
  const found = findProgram(stack, project.root);
  return found.ok ? ['is there', found.program.command] : [found.reason, found.remedy];
};

describe('a family', () => {
  it('is this machine’s own stack', () => {
    const path = project.put('bin/hslab-go');
    project.tools({ workers: { go: { path } } });
    expect(programOf('go')).toMatchObject({ family: 'go', command: path, hashed: path });
  });

  it('that set-up could not build says why in one line', () => {
    project.tools({ workers: { go: { reason: 'go build ended with code 1:\nmain.go:3: syntax error', remedy: 'mend it' } } });
    expect(reasonOf('go')).toEqual(['go build ended with code 1:', 'mend it']);
  });

  it('of .NET is known by its assembly', () => {
    const path = project.put('bin/dotnet/hslab-dotnet');
    const dll = project.put('bin/dotnet/hslab-dotnet.dll');
    project.tools({ workers: { dotnet: { path } } });
    expect(programOf('dotnet').hashed).toBe(dll);
  });

  it('of Node is HSLAB_NODE where that is set, else the Node that runs this', () => {
    expect(programOf('node').command).toBe(process.execPath);
    vi.stubEnv('HSLAB_NODE', '/opt/node/bin/node');
    expect(programOf('node').command).toBe('/opt/node/bin/node');
  });
});

describe('a version', () => {
  it('that was added is its own program, not the family’s', () => {
    const own = project.put('bin/hslab-go');
    const old = project.put('bin/go1.22/hslab-go');
    project.tools({ go: { path: 'go', version: '1.27.3' }, workers: { go: { path: own } }, versions: { 'go1.22': { family: 'go', path: old, version: '1.22.12' } } });
    expect(programOf('go1.22').command).toBe(old);
    expect(programOf('go').command).toBe(own);
    expect(programOf('go1.27').command).toBe(own);
  });

  it('that is also the machine’s own is the machine’s own', () => {
    const own = project.put('bin/hslab-go');
    const added = project.put('bin/go1.27/hslab-go');
    project.tools({ go: { path: 'go', version: '1.27.3' }, workers: { go: { path: own } }, versions: { 'go1.27': { family: 'go', path: added, version: '1.27.0' } } });
    expect(programOf('go1.27').command).toBe(own);
  });

  it('that is known but was not added says how to add it', () => {
    project.tools({ workers: { go: { path: project.put('bin/hslab-go') } } });
    expect(reasonOf('go1.22')).toEqual(['this version has not been added', 'npm run setup -- --with go1.22']);
  });

  it('that could not be made says why', () => {
    project.tools({ versions: { 'go1.22': { family: 'go', reason: 'groups.go:20:59: undefined: tls.X25519MLKEM768', remedy: 'see go build' } } });
    expect(reasonOf('go1.22')).toEqual(['groups.go:20:59: undefined: tls.X25519MLKEM768', 'see go build']);
  });

  it('whose program is gone says so', () => {
    project.tools({ versions: { 'node24': { family: 'node', path: `${project.root}/nowhere/node`, version: '24.21.0' } } });
    expect(reasonOf('node24')).toEqual([`${project.root}/nowhere/node is gone`, 'npm run setup -- --with node24']);
  });

  it('of Node runs the same worker on another program', () => {
    const path = project.put('versions/node24/bin/node');
    project.tools({ versions: { node24: { family: 'node', path } } });
    expect(programOf('node24')).toMatchObject({ command: path, args: [`${project.root}/stacks/node/worker.mjs`], hashed: `${project.root}/stacks/node/worker.mjs` });
  });

  it('on another library finds it, and no other program does', () => {
    const path = project.put('bin/dotnet/hslab-dotnet');
    const library = project.put('versions/openssl3.5/libssl.so.3').replace(/\/libssl.*/, '');
    vi.stubEnv('LD_LIBRARY_PATH', '/somebody/elses');
    project.tools({ workers: { dotnet: { path, version: '10.0' } }, versions: { 'dotnet10-openssl3.5': { family: 'dotnet', path, libraryPath: library } } });
    expect(programOf('dotnet10-openssl3.5').env['LD_LIBRARY_PATH']).toBe(library);
    expect(programOf('dotnet').env).not.toHaveProperty('LD_LIBRARY_PATH');
    expect(programOf('dotnet10').env).not.toHaveProperty('LD_LIBRARY_PATH');
  });

  it('that nobody knows is the machine’s own only where that may be so', () => {
    project.tools({});
    expect(programOf('node99').command).toBe(process.execPath);
    expect(reasonOf('dotnet9-openssl9')[0]).toBe('no stack is called dotnet9-openssl9');
    expect(reasonOf('rustls1')[0]).toBe('no stack is called rustls1');
  });
});

it.each([
  ['go', 'go'],
  ['go1.27', 'go'],
  ['go-quic', 'go-quic'],
  ['go-quic0.59', 'go-quic'],
  ['dotnet10-openssl3.5', 'dotnet'],
  ['openssl3.5', 'openssl'],
  ['golang1', null],
  ['go-quiche1', null],
])('%s is of the family %s', (id, family) => expect(familyOf(id)).toBe(family));

describe('OpenSSL', () => {
  it('of the system and of another version are programs of their own', () => {
    const [own, other] = [project.put('bin/openssl3.0/hslab-openssl'), project.put('bin/openssl3.5/hslab-openssl')];
    project.tools({ workers: { openssl: { path: own, version: '3.0.22' } }, versions: { 'openssl3.5': { family: 'openssl', path: other, version: '3.5.9' } } });
    expect(programOf('openssl').command).toBe(own);
    expect(programOf('openssl3.0').command).toBe(own);
    expect(programOf('openssl3.5')).toMatchObject({ family: 'openssl', command: other });
    expect(furtherIds('openssl', project.root)).toEqual(['openssl3.5']);
  });

  it('that is the system’s already is no further version', () => {
    project.tools({ workers: { openssl: { path: project.put('bin/openssl3.5/hslab-openssl'), version: '3.5.9' } } });
    expect(furtherIds('openssl', project.root)).toEqual([]);
  });
});

describe('QUIC', () => {
  it('is known to set-up by its family, and called by its version', () => {
    const path = project.put('bin/go-quic/hslab-go-quic');
    project.tools({ versions: { 'go-quic': { family: 'go-quic', path, version: '0.59.0' } } });
    for (const name of ['go-quic', 'go-quic0.59']) expect(programOf(name)).toMatchObject({ family: 'go-quic', command: path });
    expect(furtherIds('go-quic', project.root)).toEqual([]);
  });

  it('that was not added says how to add it', () => {
    project.tools({ workers: { go: { path: project.put('bin/hslab-go') } } });
    expect(reasonOf('go-quic')).toEqual(['this version has not been added', 'npm run setup -- --with go-quic']);
  });
});

it('lists further versions newest first, variants last', () => {
  project.tools({});
  expect(furtherIds('go', project.root)).toEqual(['go1.27', 'go1.26', 'go1.22']);
  expect(furtherIds('dotnet', project.root)).toEqual(['dotnet10', 'dotnet8', 'dotnet10-openssl3.5']);
  expect(furtherIds('electron', project.root)).toEqual([]);
});

it('does not list this machine’s own version again', () => {
  project.tools({ go: { path: 'go', version: '1.27.3' }, workers: { dotnet: { path: 'hslab-dotnet', version: '10.0' } } });
  expect(furtherIds('go', project.root)).toEqual(['go1.26', 'go1.22']);
  expect(furtherIds('dotnet', project.root)).toEqual(['dotnet8', 'dotnet10-openssl3.5']);
});

it('holds a worker to its name', () => {
  expect(stackId('go', 'go1.27.3')).toBe('go1.27');
  expect(stackId('openssl', '3.0.22')).toBe('openssl3.0');
  expect(isCalled('openssl3.5', 'openssl', '3.5.9', '3.5.9')).toBe(true);
  expect(isCalled('openssl3.5', 'openssl', '3.0.22', '3.0.22')).toBe(false);
  expect(isCalled('go-quic0.59', 'go-quic', '0.59.0', 'go1.27.3')).toBe(true);
  expect(isCalled('go1.22', 'go', '1.22.12', 'go1.22.12')).toBe(true);
  expect(isCalled('go1.22', 'go', '1.27.3', 'go1.27.3')).toBe(false);
  expect(isCalled('dotnet10-openssl3.5', 'dotnet', '10.0.12', '3.5.9')).toBe(true);
  expect(isCalled('dotnet10-openssl3.5', 'dotnet', '10.0.12', '3.0.19')).toBe(false);
  expect(isCalled('dotnet10-openssl3.5', 'dotnet', '10.0.12', '3.50.0')).toBe(false);
});
