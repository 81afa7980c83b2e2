export { ResultScreen, type ResultScreenProps } from './ResultScreen.tsx';
export { forgetResult } from './useResult.ts';
