/** Documents that clients have registered by their digest; shared by all gateways where there are several. */
export interface DocumentStore {
  get(sha256: string): string | undefined | Promise<string | undefined>;
  /** May forget it any time: who asks for it then registers it anew. */
  put(sha256: string, document: string): void | Promise<void>;
}
