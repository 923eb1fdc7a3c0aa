/** How long the parts of one answer that were kept may still be shown: the shortest time counts. */
export class Freshness {
  private leftMs = Infinity;

  /** A part that was kept may be shown for so long from now. */
  note(leftMs: number): void {
    this.leftMs = Math.min(this.leftMs, leftMs);
  }

  /** Whole seconds that have gone of the time for which the answer may be shown. */
  ageSeconds(maxAgeSeconds: number): number {
    return Math.max(0, maxAgeSeconds - Math.floor(this.leftMs / 1_000));
  }
}
