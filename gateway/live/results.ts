/**
 * A stream of results out of one of their texts. To end it takes effect at once, also while it waits for what comes
 * next, where a generator would end only after that has come.
 */
export function resultsOf(
  texts: AsyncGenerator<string, void, void>,
  stop: AbortController,
): AsyncGenerator<object, void, void> {
  const answers: AsyncGenerator<object, void, void> = {
    async next() {
      const { done, value } = await texts.next();
      return done ? { done, value: undefined } : { done: false, value: JSON.parse(value) as object };
    },
    async return() {
      stop.abort();
      await texts.return();
      return { done: true, value: undefined };
    },
    async throw(error) {
      stop.abort();
      await texts.return();
      throw error;
    },
    [Symbol.asyncIterator]: () => answers,
    [Symbol.asyncDispose]: async () => void (await answers.return()),
  };
  return answers;
}
