/** What waits until somebody has read what went before it, up to a limit. */
export class Outbox {
  private readonly waiting: string[] = [];
  private bytes = 0;
  private ended = false;
  private wake: (() => void) | undefined;

  constructor(private readonly limits: { readonly events: number; readonly bytes: number }) {}

  /** @returns false when more waits than is kept, this one left out. One alone may be of any size. */
  put(text: string): boolean {
    const { events, bytes } = this.limits;
    const isFull = this.waiting.length >= events || (this.bytes > 0 && this.bytes + text.length > bytes);
    if (isFull) return false;
    this.waiting.push(text);
    this.bytes += text.length;
    this.wake?.();
    return true;
  }

  /** What waits is forgotten; this is said instead, and nothing after it. */
  endWith(last: string | undefined): void {
    this.waiting.length = 0;
    if (last !== undefined) this.waiting.push(last);
    this.end();
  }

  /** What waits is still read. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *read(): AsyncGenerator<string, void, void> {
    for (;;) {
      const text = this.waiting.shift();
      if (text !== undefined) {
        this.bytes = this.waiting.length === 0 ? 0 : this.bytes - text.length;
        yield text;
      } else if (this.ended) return;
      else await new Promise<void>((wake) => (this.wake = wake));
    }
  }
}
