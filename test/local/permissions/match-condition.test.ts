import { conditionHolds, type RequestContext } from '../../../local/permissions/match-condition';

function holds(operator: string, values: string[], context: RequestContext): boolean {
  return conditionHolds({ operator, key: 'aws:Key', values }, context);
}

const given = (...values: string[]) => ({ 'aws:key': values });
const ABSENT = {};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe('conditionHolds', () => {
  it.each([
    ['StringEquals', ['a', 'b'], given('b'), true],
    ['StringEquals', ['a'], given('A'), false],
    ['StringEquals', ['a*'], given('ab'), false],
    ['StringNotEquals', ['a', 'b'], given('c'), true],
    ['StringNotEquals', ['a', 'b'], given('b'), false],
    ['StringLike', ['a*', 'x?'], given('abc'), true],
    ['StringLike', ['a*', 'x?'], given('xyz'), false],
    ['StringNotLike', ['a*'], given('abc'), false],
    ['StringNotLike', ['a*'], given('xyz'), true],
    ['ArnEquals', ['arn:aws:sns:*:1:t'], given('arn:aws:sns:eu-west-1:1:t'), true],
    ['ArnLike', ['arn:aws:sns:*:1:t'], given('arn:aws:sns:eu-west-1:2:t'), false],
    ['ArnNotEquals', ['arn:aws:sns:*:1:t'], given('arn:aws:sns:eu-west-1:1:t'), false],
    ['ArnNotLike', ['arn:aws:sns:*:1:t'], given('arn:aws:sns:eu-west-1:2:t'), true],
    ['Bool', ['false'], given('false'), true],
    ['Bool', ['false'], given('true'), false],
    ['Null', ['true'], given('a'), false],
    ['Null', ['false'], given('a'), true],
  ])('%s of %j with %j is %s', (...[operator, values, context, expected]) => {
    expect(holds(operator, values, context)).toBe(expected);
  });

  // "If the key that you specify in a policy condition is not present in the request context, the values do not match".
  it.each([
    ['StringEquals', false],
    ['StringLike', false],
    ['ArnEquals', false],
    ['Bool', false],
    ['StringNotEquals', true],
    ['StringNotLike', true],
    ['ArnNotLike', true],
    ['StringEqualsIfExists', true],
    ['BoolIfExists', true],
    ['ArnLikeIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAllValues:StringEqualsIfExists', true],
  ])('%s with an absent key is %s', (operator, expected) => {
    expect(holds(operator, ['a'], ABSENT)).toBe(expected);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('Null of %s with an absent key is %s', (value, expected) => {
    expect(holds('Null', [value], ABSENT)).toBe(expected);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], given('a', 'b'), true],
    ['ForAllValues:StringEquals', ['a', 'b'], given('a', 'c'), false],
    ['ForAnyValue:StringEquals', ['a'], given('a', 'c'), true],
    ['ForAnyValue:StringEquals', ['a'], given('b', 'c'), false],
    ['ForAnyValue:StringLike', ['x*'], given('b', 'xc'), true],
    ['ForAllValues:StringNotEquals', ['a'], given('b', 'c'), true],
    ['ForAllValues:StringNotEquals', ['a'], given('a', 'c'), false],
    ['ForAnyValue:StringNotEquals', ['a'], given('a', 'c'), true],
  ])('%s of %j with %j is %s', (...[operator, values, context, expected]) => {
    expect(holds(operator, values, context)).toBe(expected);
  });

  it('finds a key whatever its case', () => {
    const condition = {
      operator: 'StringEquals',
      key: 'kms:EncryptionContext:aws:s3:arn',
      values: ['arn:aws:s3:::lake'],
    };

    expect(
      conditionHolds(condition, { 'kms:encryptioncontext:aws:s3:arn': ['arn:aws:s3:::lake'] }),
    ).toBe(true);
  });

  it.each(['NumericLessThan', 'ForAnyValue:StringEqualsIfExists', 'ForAnyValue:Null', 'toString'])(
    'refuses %s, which it does not evaluate',
    (operator) => {
      expect(() => holds(operator, ['1'], ABSENT)).toThrow(
        `The condition operator ${operator} is not evaluated here`,
      );
    },
  );
});
