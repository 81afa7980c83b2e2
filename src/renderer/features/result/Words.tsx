import type { ReactNode } from 'react';
import type { Part } from '../../../shared/result/verdict-words.ts';

/** A sentence whose figures stand out. */
export const Words = ({ parts }: { readonly parts: readonly Part[] }): ReactNode => parts.map((part, index) => (part.strong ? <b key={index}>{part.text}</b> : <span key={index}>{part.text}</span>));
