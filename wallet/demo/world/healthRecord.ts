import type { Row } from '../../vault/contribution.js';
import { category, integer, number } from './columns.js';
import { decoded, numberOrNull, type CsvRow } from './csv.js';
import type { Column } from './spec.js';

const SEX = { 1: 'male', 2: 'female' };
const YES_NO = { 1: 'yes', 2: 'no' };
const ORIGIN = {
  1: 'Mexican American',
  2: 'other Hispanic',
  3: 'non-Hispanic white',
  4: 'non-Hispanic black',
  5: 'other',
};
const SCHOOLING = {
  1: 'less than 9th grade',
  2: '9th to 11th grade',
  3: 'high school',
  4: 'some college',
  5: 'college degree',
};
const MARITAL = {
  1: 'married',
  2: 'widowed',
  3: 'divorced',
  4: 'separated',
  5: 'never married',
  6: 'with a partner',
};
const AGE_GROUPS = ['18-29', '30-39', '40-49', '50-59', '60-69', '70-79', '80+'];

/** Columns of the health survey; what they are bounded by is what a human body can be. */
export const healthColumns: Column[] = [
  category('sex', 'Sex as recorded by the survey.', Object.values(SEX), 'PERSONAL'),
  integer('age', 'a', 'Age in years; 80 means 80 or more.', [18, 80], 'PERSONAL'),
  category('age_group', 'Age in groups of ten years.', AGE_GROUPS, 'PERSONAL'),
  category('origin', 'Origin as stated by the person.', Object.values(ORIGIN), 'SPECIAL'),
  category(
    'schooling',
    'Highest schooling, of those aged 20 and over.',
    Object.values(SCHOOLING),
    'PERSONAL',
  ),
  category(
    'marital_status',
    'Marital status, of those aged 20 and over.',
    Object.values(MARITAL),
    'PERSONAL',
  ),
  integer('household_size', 'persons', 'People in the household; 7 means 7 or more.', [1, 7], 'PERSONAL'),
  number(
    'income_to_poverty',
    '1',
    'Family income over the poverty line; 5 means 5 or more.',
    [0, 5],
    'PERSONAL',
  ),
  number('systolic_first', 'mm[Hg]', 'Systolic blood pressure, first reading.', [60, 260], 'SPECIAL'),
  number('diastolic_first', 'mm[Hg]', 'Diastolic blood pressure, first reading.', [0, 160], 'SPECIAL'),
  number('systolic_second', 'mm[Hg]', 'Systolic blood pressure, second reading.', [60, 260], 'SPECIAL'),
  number('diastolic_second', 'mm[Hg]', 'Diastolic blood pressure, second reading.', [0, 160], 'SPECIAL'),
  number('weight', 'kg', 'Body weight.', [25, 250], 'SPECIAL'),
  number('height', 'cm', 'Standing height.', [100, 230], 'SPECIAL'),
  number('body_mass_index', 'kg/m2', 'Weight over the square of height.', [10, 80], 'SPECIAL'),
  number('waist', 'cm', 'Waist circumference.', [40, 200], 'SPECIAL'),
  number('arm_circumference', 'cm', 'Upper arm circumference.', [10, 70], 'SPECIAL'),
  category(
    'smoked_100_cigarettes',
    'A hundred cigarettes or more in a lifetime.',
    Object.values(YES_NO),
    'SPECIAL',
  ),
  category('drinks_in_a_year', 'Twelve drinks or more in a year.', Object.values(YES_NO), 'SPECIAL'),
  number('drinks_a_day', 'drinks', 'Drinks on a drinking day.', [0, 30], 'SPECIAL'),
  category('insurance_gap', 'A time without insurance in the past year.', Object.values(YES_NO), 'PERSONAL'),
];

/** One respondent's answers. Codes for "refused" and "unknown" become missing values. */
export function healthRecord(row: CsvRow): Row {
  const age = Number(row.RIDAGEYR);
  const drinks = numberOrNull(row.ALQ130);
  return {
    sex: decoded(SEX, row.RIAGENDR),
    age,
    age_group: AGE_GROUPS[Math.min(Math.max(Math.floor(age / 10) - 2, 0), AGE_GROUPS.length - 1)]!,
    origin: decoded(ORIGIN, row.RIDRETH1),
    schooling: decoded(SCHOOLING, row.DMDEDUC2),
    marital_status: decoded(MARITAL, row.DMDMARTL),
    household_size: numberOrNull(row.DMDHHSIZ),
    income_to_poverty: numberOrNull(row.INDFMPIR),
    systolic_first: numberOrNull(row.BPXSY1),
    diastolic_first: numberOrNull(row.BPXDI1),
    systolic_second: numberOrNull(row.BPXSY2),
    diastolic_second: numberOrNull(row.BPXDI2),
    weight: numberOrNull(row.BMXWT),
    height: numberOrNull(row.BMXHT),
    body_mass_index: numberOrNull(row.BMXBMI),
    waist: numberOrNull(row.BMXWAIST),
    arm_circumference: numberOrNull(row.BMXARMC),
    smoked_100_cigarettes: decoded(YES_NO, row.SMQ020),
    drinks_in_a_year: decoded(YES_NO, row.ALQ101),
    // 999 stands for "unknown".
    drinks_a_day: drinks === 999 ? null : drinks,
    insurance_gap: decoded(YES_NO, row.HIQ210),
  };
}
