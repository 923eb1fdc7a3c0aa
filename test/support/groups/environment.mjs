import { fromJest } from './fromJest.mjs';

const { TestEnvironment } = fromJest('jest-environment-node');
const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/**
 * Node's environment, where besides a module can be loaded as a part of the file that runs: its hooks are its own, and
 * the time that it sets for its tests holds for no others.
 */
export default class GroupEnvironment extends TestEnvironment {
  handleTestEvent({ name }, state) {
    if (name === 'setup') this.global.loadAsPart = (title, load) => this.#loadAsPart(state, title, load);
  }

  async #loadAsPart(state, title, load) {
    const { describe, test } = this.global;
    const whole = state.currentDescribeBlock;
    describe(title, () => undefined);
    const part = whole.children.at(-1);
    state.currentDescribeBlock = part;
    try {
      await load();
    } catch (error) {
      test('can be loaded', () => {
        throw error;
      });
    } finally {
      state.currentDescribeBlock = whole;
    }
    giveTime(part, this.global[TEST_TIMEOUT]);
    delete this.global[TEST_TIMEOUT];
  }
}

function giveTime(block, milliseconds) {
  if (milliseconds === undefined) return;
  for (const hook of block.hooks) hook.timeout ??= milliseconds;
  for (const child of block.children) {
    if (child.type === 'describeBlock') giveTime(child, milliseconds);
    else child.timeout ??= milliseconds;
  }
}
