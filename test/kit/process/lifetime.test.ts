import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';

/** The compiled file: signals and exit codes are a real process's. */
const LIFETIME = new URL('../../../dist/subgraphs/kit/process/lifetime.js', import.meta.url).href;

describe('the life of a process', () => {
  /** Starts one whose stop is that expression, and sends it signals once it runs. */
  const run = async (stop: string, signals: readonly NodeJS.Signals[]) => {
    const script = `
      import { runProcess } from ${JSON.stringify(LIFETIME)};
      setInterval(() => undefined, 1_000);
      await runProcess(() => Promise.resolve({ stop: () => ${stop} }), 200);
      console.log('running');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await once(child.stdout, 'data');
    for (const signal of signals) {
      child.kill(signal);
      await new Promise((done) => setTimeout(done, 20));
    }
    const [code] = await ended;
    return { code, complaint };
  };

  const HANGS = 'new Promise(() => undefined)';
  const cases = [
    { name: 'stops in order at a signal', stop: 'Promise.resolve()', signals: ['SIGTERM'], code: 0 },
    {
      name: 'says that it failed when stopping failed',
      stop: 'Promise.reject(1)',
      signals: ['SIGINT'],
      code: 1,
    },
    { name: 'ends at once at the second signal', stop: HANGS, signals: ['SIGINT', 'SIGINT'], code: 130 },
    { name: 'does not wait for ever for what does not stop', stop: HANGS, signals: ['SIGTERM'], code: 1 },
  ] as const;

  it.each(cases)('$name', async ({ stop, signals, code }) => {
    const ended = await run(stop, signals);
    expect(ended.code).toBe(code);
    if (stop === HANGS && code === 1) expect(ended.complaint).toContain('within 200 ms');
  });

  /** Runs one in which these statements are done once it runs, until it ends or has said that it lives. */
  const outlive = async (statements: string) => {
    const script = `
      import { runProcess } from ${JSON.stringify(LIFETIME)};
      const server = setInterval(() => undefined, 1_000);
      await runProcess(() => Promise.resolve({
        stop: () => { console.log('stopped in order'); return Promise.resolve(); } }), 2_000);
      ${statements}
      setTimeout(() => { console.log('lives'); process.exit(0); }, 200);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let said = '';
    const keep = (chunk: Buffer): void => void (said += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  };

  const faults = [
    {
      name: 'an event that nobody hears',
      statement: `new (await import('node:events')).EventEmitter().emit('error', new Error('lost'));`,
    },
    { name: 'a promise that nobody waits for', statement: `void Promise.reject(new Error('lost'));` },
    { name: 'a timer that throws', statement: `setTimeout(() => { throw new Error('lost'); }, 1);` },
  ];
  it.each(faults)('outlives $name, and logs it', async ({ statement }) => {
    const { code, said } = await outlive(`setImmediate(async () => { ${statement} });`);
    expect({ code, lives: said.includes('lives') }).toEqual({ code: 0, lives: true });
    expect(said).toMatch(/"message":"lost".*nobody caught this/);
  });

  it('ends in order, with 1, when faults come faster than anybody can look at them', async () => {
    const { code, said } = await outlive(
      `for (let fault = 0; fault < 30; fault += 1) setTimeout(() => { throw new Error('lost'); }, fault);`,
    );
    expect(code).toBe(1);
    expect(said).toContain('too many faults');
    expect(said.match(/stopped in order/g)).toHaveLength(1);
  });

  it('lets a start that is told to end undo what it began', async () => {
    const script = `
      import { runProcess } from ${JSON.stringify(LIFETIME)};
      const alive = setInterval(() => undefined, 1_000);
      await runProcess(async (aborted) => {
        console.log('starting');
        await new Promise((done) => aborted.addEventListener('abort', done));
        console.log('undone');
        aborted.throwIfAborted();
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, said }).toEqual({ code: 0, said: 'starting\nundone\n' });
  });

  it('stops a start that comes to its end nevertheless', async () => {
    const script = `
      import { runProcess } from ${JSON.stringify(LIFETIME)};
      await runProcess(async () => {
        console.log('starting');
        await new Promise((done) => setTimeout(done, 300));
        return { stop: async () => console.log('stopped') };
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, said }).toEqual({ code: 0, said: 'starting\nstopped\n' });
  });
});
