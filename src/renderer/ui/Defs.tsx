/** What drawings share: the hatch of waiting, the head of a message's arrow. */
export const Defs = () => (
  <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="hatch-g" />
        <path d="M0 0V6" className="hatch-l" />
      </pattern>
      <marker id="ah" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 .8 7.4 4 0 7.2z" style={{ fill: 'var(--ink-2)' }} />
      </marker>
    </defs>
  </svg>
);
