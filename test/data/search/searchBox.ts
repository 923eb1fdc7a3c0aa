// Misspelt and foreign on purpose.
// cspell:disable
/** What people type, and whether each of these datasets is what they look for. */
export const DATASETS = {
  taxi: {
    title: 'Taxi trips, New York, 2015–2016',
    description: 'Rides of yellow cabs.',
    keywords: ['taxi', 'New-York', 'corn/maize'],
    themes: ['Transport'],
    spatial: 'New York',
    columns: [
      {
        name: 'pickup_borough',
        type: 'TEXT',
        meaning: 'Where it began.',
        sensitivity: 'ORDINARY',
        categories: ['Brooklyn', 'Manhattan'],
      },
    ],
  },
  corn: {
    title: 'Yield monitor points, Río Cuarto, Córdoba',
    description: 'Corn harvests; l’élevage in winter.',
    keywords: ['Córdoba', 'yield'],
    themes: ['Agriculture'],
    spatial: 'Río Cuarto',
    columns: [
      { name: 'yield', type: 'NUMBER', unit: 'kg/ha', meaning: 'Harvested.', sensitivity: 'ORDINARY' },
    ],
  },
  health: {
    title: 'Blood pressure and smoking',
    description: 'Farmers’ health, by e-mail; GPS/GNSS traces of “Smart” meters.',
    keywords: ['blood pressure'],
    themes: ['HEALTH'],
    spatial: null,
    columns: [
      {
        name: 'systolic_first',
        type: 'NUMBER',
        unit: 'mm[Hg]',
        meaning: 'First reading.',
        sensitivity: 'SPECIAL',
      },
      { name: 'bmi', type: 'NUMBER', unit: 'kg/m2', meaning: 'Body mass.', sensitivity: 'SPECIAL' },
    ],
  },
  chinese: {
    title: '血压监测记录',
    description: 'СВЕТ и тень',
    keywords: ['血压'],
    themes: ['健康'],
    spatial: '東京',
    columns: [{ name: 'a', type: 'NUMBER', unit: 'ｍｍ', meaning: 'タクシー運行', sensitivity: 'ORDINARY' }],
  },
} as const;
export type Name = keyof typeof DATASETS;

export const TYPED: [typed: string, found: Name[]][] = [
  // Case, accents, Unicode form.
  ['RÍO CUARTO', ['corn']],
  ['Rio Cuarto', ['corn']],
  ['Ri\u0301o Cuarto', ['corn']],
  ['cordoba', ['corn']],
  ['elevage', ['corn']],
  ['élevage', ['corn']],
  ['свет', ['chinese']],
  ['ＢＭＩ', ['health']],
  // What parts words.
  ['2015', ['taxi']],
  ['2015-2016', ['taxi']],
  ['2015–2016', ['taxi']],
  ['2015\u20112016', ['taxi']],
  ['blood-pressure', ['health']],
  ['blood\u00A0pressure', ['health']],
  ['New-York', ['taxi']],
  ['yield-monitor', ['corn']],
  ['corn/maize', ['taxi']],
  ['taxi.trips', ['taxi']],
  ['GPS', ['health']],
  ['GNSS', ['health']],
  ['gps gnss', ['health']],
  ['Smart', ['health']],
  ["farmer's", ['health']],
  ['farmer’s', ['health']],
  ['email', ['health']],
  ['“blood pressure”', ['health']],
  ['"pressure blood"', []],
  // Blanks around, or nothing else.
  ['smoking ', ['health']],
  [' smoking', ['health']],
  ['', ['taxi', 'corn', 'health', 'chinese']],
  ['  ', ['taxi', 'corn', 'health', 'chinese']],
  ['--', ['taxi', 'corn', 'health', 'chinese']],
  // Columns, units, places, categories.
  ['systolic', ['health']],
  ['systolic_first', ['health']],
  ['bmi', ['health']],
  ['mmHg', ['health']],
  ['mm', ['health', 'chinese']],
  ['kg/ha', ['corn']],
  ['manhattan', ['taxi']],
  // Slips.
  ['presure', ['health']],
  ['blod presure', ['health']],
  ['manhatan', ['taxi']],
  ['sistolic', ['health']],
  ['smokng', ['health']],
  ['qwertyuiop', []],
  // A part of what is written without blanks.
  ['血压', ['chinese']],
  ['监测', ['chinese']],
  ['血', ['chinese']],
  ['压血', []],
  ['東京', ['chinese']],
  ['運行', ['chinese']],
  ['ﾀｸｼｰ', ['chinese']],
  // Words that say nothing, and words that must not be there.
  ['the pressure of the blood', ['health']],
  ['yield -córdoba', []],
  ['-blood', ['taxi', 'corn', 'chinese']],
  ["o'); drop table dataset; --", []],
  ["\\' & | ! <-> :*", ['taxi', 'corn', 'health', 'chinese']],
];

export const FILTERS: [filter: Record<string, unknown>, found: Name[]][] = [
  [{ keywords: ['Co\u0301rdoba'] }, ['corn']],
  [{ keywords: ['cordoba', ' YIELD '] }, ['corn']],
  [{ keywords: ['new york'] }, ['taxi']],
  [{ keywords: ['Blood-Pressure'] }, ['health']],
  [{ keywords: ['blood'] }, []],
  [{ keywords: ['', ' '] }, ['taxi', 'corn', 'health', 'chinese']],
  [{ themes: ['health', 'TRANSPORT '] }, ['taxi', 'health']],
  [{ themes: ['健康'] }, ['chinese']],
  [{ themes: [] }, ['taxi', 'corn', 'health', 'chinese']],
];
