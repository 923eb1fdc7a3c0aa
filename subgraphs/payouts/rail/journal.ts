import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file of JSON lines that only grows. Each line is on disk when `append` returns; half a line, which a kill
 * may leave at the end, is cut off at the next start.
 */
export class Journal<Line> {
  private constructor(
    private readonly file: number,
    readonly lines: readonly Line[],
  ) {}

  static open<Line>(path: string): Journal<Line> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'a+', 0o600);
    const text = readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    const lines = whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
    return new Journal(file, lines);
  }

  append(line: Line): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}
