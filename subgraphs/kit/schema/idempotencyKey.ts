import { Field } from 'type-graphql';
import { IDEMPOTENCY_KEY_CHARS_MAX } from '../domain/idempotencyKey.js';

/**
 * The key under which an input does its work once. Every input that has one says the same of it; the rule itself is held
 * where keys are looked up, so no use case can leave it out.
 */
export function IdempotencyKey(): PropertyDecorator {
  const description =
    `Chosen by the caller, 1 to ${IDEMPOTENCY_KEY_CHARS_MAX} characters and not blank: for thirty days the same key ` +
    'and input do it once, and get the first answer.';
  return Field(() => String, { description });
}
