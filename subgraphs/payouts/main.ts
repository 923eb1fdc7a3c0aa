import 'reflect-metadata';
import { runAlone } from '../kit/service/alone.js';
import { start } from './index.js';
import { railNotice } from './adapters/railNotice.js';

await runAlone('payouts', start, railNotice(process.env));
