import type { ScalarFunction } from '../scalar-functions';
import { DATE_FUNCTIONS } from './date-functions';
import { MATH_FUNCTIONS } from './math-functions';
import { METADATA_FUNCTIONS } from './metadata-functions';
import { SYSTEM_FUNCTIONS } from './system-functions';
import { TEXT_FUNCTIONS } from './text-functions';

export const BUILT_IN_FUNCTIONS: readonly ScalarFunction[] = [
  ...TEXT_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...METADATA_FUNCTIONS,
  ...SYSTEM_FUNCTIONS,
];
