export type { LiveRun } from './model.ts';
export { RunScreen, type RunScreenProps } from './RunScreen.tsx';
export { scenarioLine } from './scenario-line.ts';
