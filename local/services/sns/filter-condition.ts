import { isIPv4 } from 'node:net';
import { ServiceError } from '../../endpoint/service-error';

type Scalar = string | number | boolean | null;
type Json = Record<string, unknown>;

/** https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html and numeric-value-matching.html */
const OPERATORS: Readonly<Record<string, (operand: unknown) => boolean>> = {
  prefix: (operand) => typeof operand === 'string' || isJsonObject(operand),
  suffix: (operand) => typeof operand === 'string',
  'equals-ignore-case': (operand) => typeof operand === 'string',
  cidr: (operand) => typeof operand === 'string' && cidrParts(operand) !== undefined,
  exists: (operand) => typeof operand === 'boolean',
  'anything-but': isAnythingBut,
  numeric: isNumericRange,
};

export function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses a condition that SNS does not know. */
export function validateCondition(condition: unknown): void {
  if (isScalar(condition)) return;
  if (!isJsonObject(condition)) {
    throw invalid('Match value must be String, number, true, false, or null');
  }
  const [operator = '', ...more] = Object.keys(condition);
  const accepts = OPERATORS[operator];
  if (accepts === undefined) throw invalid(`Unrecognized match type ${operator}`);
  if (more.length > 0) throw invalid('Only one key allowed in match expression');
  if (!accepts(condition[operator])) throw invalid(`Value of ${operator} is not valid`);
}

/** `candidates` are the values under the key: one, or each element of a list. */
export function matchesCondition(
  condition: unknown,
  candidates: unknown[],
  present: boolean,
): boolean {
  if (!isJsonObject(condition)) {
    return present && candidates.some((candidate) => candidate === condition);
  }
  const [operator = ''] = Object.keys(condition);
  const operand = condition[operator];
  if (operator === 'exists') return operand === present;
  return present && candidates.some((candidate) => holds(operator, operand, candidate));
}

function holds(operator: string, operand: unknown, candidate: unknown): boolean {
  switch (operator) {
    case 'prefix':
      return startsWith(candidate, operand);
    case 'suffix':
      return typeof candidate === 'string' && candidate.endsWith(String(operand));
    case 'equals-ignore-case':
      return sameIgnoringCase(candidate, operand);
    case 'cidr':
      return typeof candidate === 'string' && inCidr(candidate, String(operand));
    case 'numeric':
      return typeof candidate === 'number' && inRange(candidate, operand as Scalar[]);
    default:
      return isAnythingElse(candidate, operand);
  }
}

function isAnythingElse(candidate: unknown, operand: unknown): boolean {
  if (candidate === undefined) return false;
  if (isJsonObject(operand)) {
    const [operator = ''] = Object.keys(operand);
    const values = asList(operand[operator]);
    return !values.some((value) => holds(operator, value, candidate));
  }
  return !asList(operand).includes(candidate);
}

function startsWith(candidate: unknown, operand: unknown): boolean {
  if (typeof candidate !== 'string') return false;
  if (!isJsonObject(operand)) return candidate.startsWith(String(operand));
  const prefix = String(operand['equals-ignore-case']);
  return candidate.toLowerCase().startsWith(prefix.toLowerCase());
}

function sameIgnoringCase(candidate: unknown, operand: unknown): boolean {
  return typeof candidate === 'string' && candidate.toLowerCase() === String(operand).toLowerCase();
}

/** `["=", 3]`, `[">", 0, "<=", 150]`: pairs that must all hold. */
function inRange(candidate: number, range: Scalar[]): boolean {
  for (let at = 0; at < range.length; at += 2) {
    const bound = Number(range[at + 1]);
    const operator = range[at];
    const within =
      (operator === '=' && candidate === bound) ||
      (operator === '<' && candidate < bound) ||
      (operator === '<=' && candidate <= bound) ||
      (operator === '>' && candidate > bound) ||
      (operator === '>=' && candidate >= bound);
    if (!within) return false;
  }
  return true;
}

function isNumericRange(operand: unknown): boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return false;
  return operand.every((part: unknown, at) =>
    at % 2 === 0 ? ['=', '<', '<=', '>', '>='].includes(part as string) : typeof part === 'number',
  );
}

function isAnythingBut(operand: unknown): boolean {
  if (!isJsonObject(operand)) return asList(operand).length > 0 && asList(operand).every(isScalar);
  const [operator = ''] = Object.keys(operand);
  return ['prefix', 'suffix', 'equals-ignore-case'].includes(operator);
}

function inCidr(address: string, block: string): boolean {
  const parts = cidrParts(block);
  if (parts === undefined || !isIPv4(address)) return false;
  return (
    address32(address) >>> (32 - parts.bits) === parts.network >>> (32 - parts.bits) ||
    parts.bits === 0
  );
}

function cidrParts(block: string): { network: number; bits: number } | undefined {
  const [address = '', bits = ''] = block.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  return { network: address32(address), bits: Number(bits) };
}

function address32(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: FilterPolicy: ${reason}`);
}
