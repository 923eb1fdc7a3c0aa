/** Fragments that each spread the next one twice: 2^n fields when expanded, some 40 bytes each when written. */
export function doubling(fragments: number): string {
  const links = Array.from(
    { length: fragments },
    (_, i) => `fragment f${i} on Query{...f${i + 1} ...f${i + 1}}`,
  );
  return `{...f0}${links.join('')}fragment f${fragments} on Query{me}`;
}
