import { ExchangeFailed } from './exchange.js';
import type { Reply } from './exchange.js';

/** Of a head, of the line before a chunk, and of trailers. */
const HEAD_BYTES_MAX = 16 * 1024;
const CRUMBS_MAX = 256;
const BEGIN = Buffer.from('HTTP/1.');
const STATUS_LINE = /HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\r\n]*)?\r\n/y;
const FIELD_LINE = /([\w!#$%&'*+.^`|~-]+):([\t\x20-\x7e\x80-\xff]*)\r\n/y;
const LENGTH = /^\d{1,15}$/;
const CHUNK_LINE = /^([0-9a-f]{1,8})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/i;
const KEEP_ALIVE_SECONDS = /(?:^|[,\s])timeout=(\d{1,6})/;

const SWITCHING_PROTOCOLS = 101;
const PROCESSING = 102;
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** What comes next. */
type Phase = 'head' | 'sized' | 'unsized' | 'chunk size' | 'chunk' | 'chunk end' | 'trailer' | 'whole';

/**
 * Reads one answer of HTTP/1.1 as a connection brings it, and believes nothing: two lengths, a length beside chunks, a
 * coding that nobody asked for, or a head without end are no answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112
 */
export class ResponseReader {
  status = 0;
  /** Whether the connection may be used again when the answer is whole. */
  isKept = false;
  /** For how long the other end says that it keeps the connection. */
  keptMs: number | undefined;
  private contentType: string | undefined;
  private contentEncoding: string | undefined;
  private phase: Phase = 'head';
  /** What has come of a line or a head that is not whole. */
  private held: Buffer | undefined;
  private readonly pieces: Buffer[] = [];
  /** The latest pieces: a body in many small ones is put together from time to time. */
  private crumbs: Buffer[] = [];
  private bytes = 0;
  /** Bytes of the body, or of a chunk, that are still to come. */
  private left = 0;

  /**
   * @param bytesMax - of the body.
   * @param waits - called when the other end says that it waits (102).
   */
  constructor(
    private readonly bytesMax: number,
    private readonly waits: () => void,
  ) {}

  get isWhole(): boolean {
    return this.phase === 'whole';
  }

  /** The answer, once it is whole. */
  get reply(): Reply {
    const { status, contentType, contentEncoding, pieces, crumbs } = this;
    const isOne = pieces.length === 0 && crumbs.length === 1;
    const body = isOne ? crumbs[0]! : Buffer.concat([...pieces, ...crumbs], this.bytes);
    return { status, contentType, contentEncoding, body };
  }

  /** @throws ExchangeFailed: MALFORMED, TOO_LARGE, or UNREACHED for a protocol that nobody asked for. */
  read(came: Buffer): void {
    const data = this.held ? Buffer.concat([this.held, came]) : came;
    this.held = undefined;
    for (let at = 0; at < data.length;) {
      const next = this.phase === 'whole' ? this.refuseMore() : this.step(data, at);
      if (next < 0) {
        this.held = data.subarray(at);
        if (this.held.length > HEAD_BYTES_MAX) throw malformed('a head without end');
        return;
      }
      at = next;
    }
  }

  /** The connection has ended. @throws ExchangeFailed unless that is how this answer ends. */
  end(): void {
    if (this.phase === 'unsized') this.phase = 'whole';
    if (this.phase !== 'whole') throw new ExchangeFailed(this.status === 0 ? 'UNREACHED' : 'BROKEN_OFF');
  }

  /** @returns where to go on; below zero where more must come first. */
  private step(data: Buffer, at: number): number {
    switch (this.phase) {
      case 'head':
        return this.readHead(data, at);
      case 'chunk size':
        return this.readLine(data, at, (line) => this.beginChunk(line));
      case 'chunk end':
        return this.readLine(data, at, (line) => {
          if (line !== '') throw malformed('a chunk that is longer than it says');
          this.phase = 'chunk size';
        });
      case 'trailer':
        return this.readLine(data, at, (line) => {
          if (line === '') this.phase = 'whole';
        });
      default:
        return this.readBody(data, at);
    }
  }

  private readHead(data: Buffer, at: number): number {
    const end = data.indexOf('\r\n\r\n', at, 'latin1');
    if (end < 0) {
      const begun = Math.min(BEGIN.length, data.length - at);
      if (data.compare(BEGIN, 0, begun, at, at + begun) !== 0) throw malformed('not HTTP');
      return -1;
    }
    if (end - at > HEAD_BYTES_MAX) throw malformed('a head that is too long');
    this.takeHead(data.toString('latin1', at, end + 2));
    return end + 4;
  }

  private takeHead(head: string): void {
    STATUS_LINE.lastIndex = 0;
    const line = STATUS_LINE.exec(head);
    if (!line) throw malformed('no status line');
    const status = Number(line[2]);
    // What goes before an answer says nothing of it.
    if (status < 200) return this.takeInterim(status);
    this.status = status;
    this.isKept = line[1] === '1';
    let length: string | undefined;
    let isChunked = false;
    for (let at = line[0].length; at < head.length;) {
      FIELD_LINE.lastIndex = at;
      const field = FIELD_LINE.exec(head);
      if (!field) throw malformed('a header that is none');
      at += field[0].length;
      const value = field[2]!.trim();
      switch (field[1]!.toLowerCase()) {
        case 'content-length':
          if (!LENGTH.test(value) || (length ?? value) !== value) throw malformed('no one length');
          length = value;
          break;
        case 'transfer-encoding':
          if (isChunked || value.toLowerCase() !== 'chunked') throw malformed('an unknown transfer coding');
          isChunked = true;
          break;
        case 'content-type':
          this.contentType = this.contentType === undefined ? value : `${this.contentType}, ${value}`;
          break;
        case 'content-encoding':
          this.contentEncoding =
            this.contentEncoding === undefined ? value : `${this.contentEncoding}, ${value}`;
          break;
        case 'connection':
          if (/\bclose\b/i.test(value)) this.isKept = false;
          break;
        case 'keep-alive':
          this.keptMs = keptMsIn(value);
      }
    }
    if (isChunked && length !== undefined) throw malformed('a length beside chunks');
    this.phase = this.bodyPhase(isChunked, length);
  }

  private bodyPhase(isChunked: boolean, length: string | undefined): Phase {
    if (BODILESS.has(this.status)) return 'whole';
    if (isChunked) return 'chunk size';
    if (length === undefined) {
      this.isKept = false;
      this.left = Infinity;
      return 'unsized';
    }
    this.left = Number(length);
    if (this.left > this.bytesMax) throw new ExchangeFailed('TOO_LARGE');
    return this.left === 0 ? 'whole' : 'sized';
  }

  private takeInterim(status: number): void {
    if (status === SWITCHING_PROTOCOLS) throw new ExchangeFailed('UNREACHED');
    if (status === PROCESSING) this.waits();
  }

  private readBody(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + this.left);
    this.bytes += end - at;
    if (this.bytes > this.bytesMax) throw new ExchangeFailed('TOO_LARGE');
    this.crumbs.push(data.subarray(at, end));
    if (this.crumbs.length === CRUMBS_MAX) {
      this.pieces.push(Buffer.concat(this.crumbs));
      this.crumbs = [];
    }
    this.left -= end - at;
    if (this.left === 0) this.phase = this.phase === 'chunk' ? 'chunk end' : 'whole';
    return end;
  }

  private readLine(data: Buffer, at: number, take: (line: string) => void): number {
    const end = data.indexOf('\r\n', at, 'latin1');
    if (end < 0) return -1;
    take(data.toString('latin1', at, end));
    return end + 2;
  }

  private beginChunk(line: string): void {
    const [, size] = CHUNK_LINE.exec(line) ?? [];
    if (size === undefined) throw malformed('a chunk without a size');
    this.left = parseInt(size, 16);
    this.phase = this.left === 0 ? 'trailer' : 'chunk';
  }

  /** What was not asked for: the answer stands, and the connection is used no more. */
  private refuseMore(): number {
    this.isKept = false;
    return Infinity;
  }
}

function keptMsIn(value: string): number | undefined {
  const [, seconds] = KEEP_ALIVE_SECONDS.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

function malformed(rule: string): ExchangeFailed {
  return new ExchangeFailed('MALFORMED', new Error(rule));
}
