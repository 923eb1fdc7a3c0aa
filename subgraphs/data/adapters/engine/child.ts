import { Engine } from './engine.js';
import type { Instruction, Outcome } from './protocol.js';

/** A process that lives for one job: it loads rows, answers one statement, and is killed. */
let engine: Promise<Engine> | undefined;

async function follow(instruction: Instruction): Promise<void> {
  if (instruction.kind === 'OPEN') {
    engine = Engine.open(instruction.columns, instruction.memoryMb);
    return;
  }
  const open = await engine;
  if (!open) throw new Error('nothing is open');
  if (instruction.kind === 'LOAD') open.load(instruction.member, instruction.values);
  else report({ kind: 'ROWS', rows: await open.run(instruction.sql, instruction.timeMs) });
}

function report(outcome: Outcome): void {
  process.send?.(outcome);
}

let last = Promise.resolve();
process.on('message', (instruction: Instruction) => {
  last = last
    .then(() => follow(instruction))
    .catch((error: Error) => report({ kind: 'ERROR', message: error.message }));
});
// Without its worker nobody would ever read the answer.
process.on('disconnect', () => process.exit(0));
