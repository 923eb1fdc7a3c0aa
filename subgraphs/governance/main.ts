import 'reflect-metadata';
import { runAlone } from '../kit/wire/alone.js';
import { start } from './index.js';

await runAlone('governance', start);
