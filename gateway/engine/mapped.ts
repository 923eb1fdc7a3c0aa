/**
 * What is made of each item of a stream. Thousands of these wait: where a generator keeps whatever stood in its
 * variables, the last item and its answer, this keeps nothing between two items.
 */
export class Mapped<From, To> implements AsyncGenerator<To, void, void> {
  /** @param failed - what is thrown in place of what the stream, or `make`, throws. */
  constructor(
    private readonly items: AsyncGenerator<From, void, void>,
    private readonly make: (item: From) => To | Promise<To>,
    private readonly failed?: (error: unknown) => unknown,
  ) {}

  async next(): Promise<IteratorResult<To, void>> {
    try {
      const { done, value } = await this.items.next();
      return done ? { done, value: undefined } : { done: false, value: await this.make(value) };
    } catch (error) {
      // Nobody asks for more after a failure, nor ends what has failed.
      await this.items.return();
      throw this.failed ? this.failed(error) : error;
    }
  }

  async return(): Promise<IteratorResult<To, void>> {
    await this.items.return();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<To, void>> {
    await this.items.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
