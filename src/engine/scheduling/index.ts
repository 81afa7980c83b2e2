/** How workers are scheduled: what a scenario may ask, what the system grants, and what this machine is like. */
export { commandPrefix, type CommandPrefix } from './priority.ts';
export { grantedPriority, readGranted, type GrantedThreads, type Priority } from './granted.ts';
export { isolate, removeLeftovers, type Isolated, type IsolateRequest } from './isolate.ts';
export { adviceFor, readIsolation, type Circumstances, type IsolationFacts } from './machine-facts.ts';
