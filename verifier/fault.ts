/** What is wrong, by name: the check that failed, and in words what it found. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Hears of each check that has been passed, in order. */
export type Tell = (step: string) => void;
