import { parseExact } from '../../subgraphs/kit/wire/exactJson.js';
import { Mapped } from '../engine/mapped.js';

/**
 * A stream of results out of one of their texts. To end it takes effect at once, also while it waits for what comes
 * next, where its source would end only after that has come.
 */
export class Results extends Mapped<string, object> {
  constructor(
    texts: AsyncGenerator<string, void, void>,
    private readonly stop: AbortController,
  ) {
    super(texts, read);
  }

  override async return(): Promise<IteratorResult<object, void>> {
    this.stop.abort();
    return super.return();
  }

  override async throw(error: unknown): Promise<IteratorResult<object, void>> {
    this.stop.abort();
    return super.throw(error);
  }
}

function read(text: string): object {
  return parseExact(text) as object;
}
