import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeProject, type Project } from '../stacks/project.fixture.ts';
import { relayPath } from './relay-path.ts';

let project: Project;
beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());

it('lies beside the Go worker', () => {
  project.tools({ workers: { go: { path: '/somewhere/bin/hslab-go', version: '1.27.3' } } });
  expect(relayPath(project.root)).toBe('/somewhere/bin/hslab-relay');
});

it('is nowhere while there is no Go worker', () => {
  expect(relayPath(project.root)).toBeNull();
  project.tools({ workers: { go: { reason: 'Go is not available', remedy: 'install it' } } });
  expect(relayPath(project.root)).toBeNull();
});
