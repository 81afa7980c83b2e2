/** From a figure to the handshakes behind it. */
import { createContext, useContext } from 'react';
import type { Looking } from '../../stores/explore.ts';

/** Shows the handshakes of this arm that fit; null where there is nowhere to show them (a printed page). */
export type Explore = (arm: string, change: Partial<Omit<Looking, 'arm'>>) => void;
export const ExploreContext = createContext<Explore | null>(null);
export const useExploreFrom = (): Explore | null => useContext(ExploreContext);
