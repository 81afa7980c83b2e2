/** Asks the engine whenever the question changes; the last answer stays until the next is there, and one that comes late is not shown. */
import { useCallback, useEffect, useState } from 'react';
import type { Channel } from '../../../shared/ipc/channels.ts';
import type { Request, Response } from '../../../shared/ipc/contract.ts';
import { invoke, messageOf } from './lab.ts';

export interface Answer<K extends Channel> {
  readonly answer: Response<K> | null;
  readonly problem: string | null;
  readonly again: () => void;
}

/** `question` must keep its identity while it is the same. */
export function useAnswer<K extends Channel>(channel: K, question: Request<K>): Answer<K> {
  const [state, setState] = useState<{ readonly answer: Response<K> | null; readonly problem: string | null }>({ answer: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    invoke(channel, question).then(
      (answer) => wanted && setState({ answer, problem: null }),
      (error: unknown) => wanted && setState({ answer: null, problem: messageOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [channel, question, turn]);
  return { ...state, again: useCallback(() => setTurn((before) => before + 1), []) };
}
