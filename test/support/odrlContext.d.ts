declare module '@digitalbazaar/odrl-context' {
  import type { JsonLd } from 'jsonld/jsonld-spec.js';

  const context: { readonly CONTEXT_V1: JsonLd };
  export default context;
}
