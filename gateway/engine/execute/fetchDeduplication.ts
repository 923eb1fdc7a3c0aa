import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type { TransportAnswer } from '../transport/transport.js';
import type { CompiledStep } from '../plan/compile.js';
import { Failure } from './faults.js';

type Answer = TransportAnswer | Failure;

/** Steps of one run that ask the root the same: the subgraph is asked once, and each gets objects of its own. */
export class FetchDeduplication {
  private readonly asked = new Map<string, Promise<{ answer: Answer; text: string }>>();

  constructor(private readonly ask: (step: CompiledStep) => Promise<Answer>) {}

  async once(compiled: CompiledStep): Promise<Answer> {
    const asked = this.asked.get(compiled.shape) ?? this.first(compiled);
    this.asked.set(compiled.shape, asked);
    const { answer, text } = await asked;
    if (answer instanceof Failure) return answer;
    return { ...answer, data: parseExact(text) as TransportAnswer['data'] };
  }

  /** The text is made before anybody writes into the answer. */
  private async first(compiled: CompiledStep): Promise<{ answer: Answer; text: string }> {
    const answer = await this.ask(compiled);
    return { answer, text: answer instanceof Failure ? '' : printExact(answer.data ?? null)! };
  }
}
