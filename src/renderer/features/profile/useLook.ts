/** Counts what changes how a canvas must be painted though its data stay: the theme, and fonts that arrive late. */
import { useEffect, useState } from 'react';
import { forgetWidths } from '../flame/text.ts';

export function useLook(): number {
  const [look, setLook] = useState(0);
  useEffect(() => {
    const changed = (): void => {
      forgetWidths();
      setLook((count) => count + 1);
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    void document.fonts?.ready.then(changed);
    return () => observer.disconnect();
  }, []);
  return look;
}
