import { useEffect, useState } from 'react';

export type Loaded<T> = { readonly state: 'loading' } | { readonly state: 'failed'; readonly message: string } | { readonly state: 'there'; readonly value: T };

/** What `load` gives for a name, and `again`, to ask once more. Nothing of another name is ever given. */
export function useLoaded<T>(name: string | null, load: (name: string) => Promise<T>): readonly [Loaded<T>, () => void] {
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<{ readonly name: string; readonly asked: number; readonly loaded: Loaded<T> } | null>(null);
  useEffect(() => {
    if (name === null) return undefined;
    let wanted = true;
    const answered = (loaded: Loaded<T>): void => {
      if (wanted) setAnswer({ name, asked, loaded });
    };
    load(name).then(
      (value) => answered({ state: 'there', value }),
      (error: unknown) => answered({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [name, load, asked]);
  return [answer?.name === name && answer?.asked === asked ? answer.loaded : { state: 'loading' }, () => setAsked((count) => count + 1)];
}
