export { count, flag } from '../../subgraphs/kit/settingForms.js';

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** `name=url`, of where a subgraph is reached. */
export const isNamedUrl = (text: string): boolean =>
  /^[^=\s]+=(http|ws)s?:\/\/[^/]/.test(text) && URL.canParse(text.replace(/^[^=]+=/, ''));

/** RFC 9110, a token. */
export const isHeaderName = (text: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(text);
