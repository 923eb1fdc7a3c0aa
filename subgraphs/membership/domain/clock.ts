/** The one clock by which all services judge time. */
export interface Clock {
  readonly now: Date;
  /** Seconds by which it is beside the machine's; below zero when behind. */
  readonly offsetSeconds: number;
}
