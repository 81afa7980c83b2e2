// Version texts of tools, compared number by number.
export const parseVersion = (text) => (/(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));

export function atLeast(text, wanted) {
  const have = parseVersion(text);
  const want = parseVersion(wanted);
  if (have.length === 0) return false;
  for (let index = 0; index < 3; index++) {
    if ((have[index] ?? 0) !== (want[index] ?? 0)) return (have[index] ?? 0) > (want[index] ?? 0);
  }
  return true;
}
