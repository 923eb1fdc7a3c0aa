import 'reflect-metadata';
import { runAlone } from '../kit/service/alone.js';
import { start } from './index.js';

await runAlone('membership', start);
