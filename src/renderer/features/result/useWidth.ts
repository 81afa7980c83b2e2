import { useEffect, useRef, useState, type RefObject } from 'react';

/** The inner size of an element, padding left out, as it is laid out. */
export function useSize(): [RefObject<HTMLDivElement | null>, number, number] {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const measure = (): void => {
      const style = getComputedStyle(target);
      const width = Math.floor(target.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
      const height = Math.floor(target.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom));
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    measure();
    return () => observer.disconnect();
  }, []);
  return [element, size.width, size.height];
}

export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const [element, width] = useSize();
  return [element, width];
}
