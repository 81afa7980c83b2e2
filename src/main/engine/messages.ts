/** What main and the engine's process say to each other over parentPort. Both come from one build. */
import type { EngineChannel, Reply } from '../../shared/ipc/contract.ts';
import type { EngineOptions, ExportWish, ReservedCpus } from '../../engine/index.ts';

export type ToEngine =
  | { readonly type: 'start'; readonly options: EngineOptions }
  | { readonly type: 'call'; readonly id: number; readonly channel: EngineChannel; readonly request: unknown }
  /** Apart from the channels, so that no page names a path. */
  | { readonly type: 'export'; readonly id: number; readonly run: string; readonly wish: ExportWish; readonly path: string; readonly secret: boolean }
  | { readonly type: 'pack'; readonly id: number; readonly run: string; readonly withWire: boolean; readonly path: string }
  | { readonly type: 'stop-export'; readonly id: number }
  | { readonly type: 'reserve'; readonly cpus: ReservedCpus }
  /** Comes with one port: the window's end is in the page. */
  | { readonly type: 'live' }
  | { readonly type: 'close' };

export type FromEngine =
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  /** How much of a file is written, from 0 to 1. */
  | { readonly type: 'exporting'; readonly id: number; readonly done: number }
  /** The run under way, so that main can say which one was lost. */
  | { readonly type: 'run'; readonly runId: string | null };
