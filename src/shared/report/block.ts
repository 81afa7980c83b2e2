/** What a report is made of: blocks in reading order, all words and figures in them, no layout. */
import type { JudgedClaim } from '../claims/document.ts';
import type { Part } from '../result/verdict-words.ts';
import type { ScaledAxis } from './load.ts';
import type { NoteBlock } from './notes.ts';
import type { ReportOptions } from './options.ts';

export interface Cell {
  readonly text: string;
  /** Half of the interval, behind the figure. */
  readonly pm?: string;
  readonly tone?: 'strong' | 'dim' | 'bad';
  readonly span?: number;
  /** The shape that is drawn before a claim's verdict; the text is its word. */
  readonly mark?: JudgedClaim['verdict'];
}

export interface Column {
  readonly text: string;
  readonly number: boolean;
  /** Sentences: takes the room that the others leave, in several lines. */
  readonly wrap?: boolean;
}

/**
 * A drawing says nothing that words and tables beside it do not: what it shows is in its caption and in the table that
 * follows it, so that a form without drawings (Markdown) holds the same.
 */
export type Drawing =
  /** `part`: which share of the axis is in view, for a second look at twice the scale. */
  | { readonly kind: 'flame'; readonly arm: string; readonly heading: string; readonly caption: string; readonly part: readonly [number, number] | null }
  | { readonly kind: 'distribution'; readonly caption: string }
  | { readonly kind: 'noise'; readonly caption: string }
  /** A series of rates, by its name. */
  | { readonly kind: 'rates'; readonly series: string; readonly heading: string; readonly caption: string }
  | { readonly kind: 'scaling'; readonly axis: ScaledAxis; readonly caption: string };

export type Block =
  | { readonly kind: 'title'; readonly eyebrow: string; readonly text: string; readonly author: string }
  | { readonly kind: 'verdict'; readonly parts: readonly Part[]; readonly details: readonly (readonly Part[])[]; readonly notices: readonly string[] }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly caption: string }
  | { readonly kind: 'pairs'; readonly rows: readonly { readonly name: string; readonly value: string; readonly mono: boolean }[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'note'; readonly note: NoteBlock }
  | Drawing;

export interface ReportDocument {
  readonly language: 'en' | 'zh';
  readonly title: string;
  readonly paper: ReportOptions['paper'];
  readonly blocks: readonly Block[];
}
