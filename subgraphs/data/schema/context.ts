import type { RequestContext } from '../../kit/wire/context.js';
import type { DataPorts } from '../service/ports.js';

export type Context = RequestContext<DataPorts>;
