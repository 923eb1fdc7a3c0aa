export { composePublicSchema } from '../../gateway/supergraph/publicSchema.js';
