import type { RequestContext } from '../../kit/service/context.js';
import type { DataPorts } from '../service/ports.js';

export type Context = RequestContext<DataPorts>;
