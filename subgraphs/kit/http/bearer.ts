import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request carries that token, compared in constant time. */
export function holdsToken(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
