export { Tails } from './tails.ts';
