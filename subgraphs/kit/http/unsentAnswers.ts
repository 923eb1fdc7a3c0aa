/** An answer is no longer held; a second time does nothing. */
export type Taken = () => void;

export interface UnsentLimits {
  /** Bytes in all. */
  readonly bytesMax: number;
  /** Bytes for one address. */
  readonly perAddressBytesMax: number;
}

interface Answer {
  readonly bytes: number;
  cut(): void;
}

/** What waits for one address, in the order in which it came. */
interface Waiting {
  bytes: number;
  readonly answers: Set<Answer>;
}

/**
 * Bounds the bytes of answers that their readers have yet to take. Where there are too many, the connection is cut whose
 * answer has waited longest, of the address for which the most wait. One answer alone may be of any size.
 */
export class UnsentAnswers {
  private readonly waiting = new Map<string, Waiting>();
  private held = 0;

  constructor(private readonly limits: UnsentLimits) {}

  /** Bytes that wait now. */
  get bytes(): number {
    return this.held;
  }

  /**
   * @param cut - ends the connection; of this answer or of another that has waited longer, at once or later.
   * @returns what says that the answer was taken, or its connection has ended.
   */
  hold(address: string, bytes: number, cut: () => void): Taken {
    const own = this.waiting.get(address) ?? { bytes: 0, answers: new Set<Answer>() };
    this.waiting.set(address, own);
    const answer = { bytes, cut };
    own.answers.add(answer);
    own.bytes += bytes;
    this.held += bytes;
    while (own.bytes > this.limits.perAddressBytesMax && own.answers.size > 1) this.cutOldest(address, own);
    while (this.held > this.limits.bytesMax) {
      const [fullest, waiting] = this.fullest();
      if (this.waiting.size === 1 && waiting.answers.size === 1) break;
      this.cutOldest(fullest, waiting);
    }
    return () => this.forget(address, own, answer);
  }

  private fullest(): [string, Waiting] {
    return [...this.waiting].reduce((a, b) => (b[1].bytes > a[1].bytes ? b : a));
  }

  private cutOldest(address: string, waiting: Waiting): void {
    const [oldest] = waiting.answers;
    this.forget(address, waiting, oldest!);
    oldest!.cut();
  }

  private forget(address: string, waiting: Waiting, answer: Answer): void {
    if (!waiting.answers.delete(answer)) return;
    waiting.bytes -= answer.bytes;
    this.held -= answer.bytes;
    if (waiting.answers.size === 0) this.waiting.delete(address);
  }
}
