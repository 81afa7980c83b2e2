/** The rows of a run's table, batch by batch from its files. */
import { handshakesOf, placesOf, type Handshake } from './columns.ts';
import { isWanted, type ExportSource } from './piece.ts';

export interface Rows {
  readonly handshakes: readonly Handshake[];
  /** How much of the run is read with them, from 0 to 1. */
  readonly done: number;
}

/** One block at a time. An arm's twin goes with it. */
export function* rowsOf(source: ExportSource): Generator<Rows, void, void> {
  const run = source.stored();
  const places = placesOf(run.file);
  let read = 0;
  for (const part of run.parts()) {
    read++;
    const place = places[part.arm];
    if (!place || !(isWanted(source, place.id) || (place.twinOf !== null && isWanted(source, place.twinOf)))) continue;
    yield { handshakes: [...handshakesOf(part, place)], done: Math.min(1, read / run.blocks.length) };
  }
}
