export { Playback } from './playback.ts';
