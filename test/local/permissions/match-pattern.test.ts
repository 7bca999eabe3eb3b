import {
  matchesAction,
  matchesArn,
  matchesPattern,
} from '../../../local/permissions/match-pattern';

describe('matchesPattern', () => {
  it.each([
    ['*', ''],
    ['*', 'arn:aws:s3:::lake/a/b'],
    ['arn:aws:s3:::lake/*', 'arn:aws:s3:::lake/'],
    ['arn:aws:s3:::lake/*/changes/*.gz', 'arn:aws:s3:::lake/a/b/changes/c/d.gz'],
    ['a*b*c', 'a-b-b-c'],
    ['a?c', 'abc'],
    ['**', 'a'],
    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon".
    ['arn:aws:logs:eu-west-1:111111111111:*', 'arn:aws:logs:eu-west-1:111111111111:log-group:a:b'],
  ])('has %s cover %j', (pattern, text) => {
    expect(matchesPattern(pattern, text)).toBe(true);
  });

  it.each([
    ['', 'a'],
    ['a?c', 'ac'],
    ['arn:aws:s3:::lake/*', 'arn:aws:s3:::lake'],
    ['arn:aws:s3:::lake', 'arn:aws:s3:::Lake'],
    ['a*b*c', 'a-b-b'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
  ])('has %s not cover %j', (pattern, text) => {
    expect(matchesPattern(pattern, text)).toBe(false);
  });

  it('is quick where many stars could share a text in many ways', () => {
    expect(matchesPattern(`${'a*'.repeat(40)}b`, 'a'.repeat(2000))).toBe(false);
  });
});

describe('matchesAction', () => {
  it.each([
    ['kinesis:PutRecords', 'Kinesis:putrecords'],
    ['kinesis:Put*', 'kinesis:PutRecord'],
    ['*', 'kms:Decrypt'],
  ])('has %s cover %s', (pattern, action) => {
    expect(matchesAction(pattern, action)).toBe(true);
  });

  it('does not reach into another service', () => {
    expect(matchesAction('kinesis:*', 'kinesisanalytics:Start')).toBe(false);
  });
});

describe('matchesArn', () => {
  it.each([
    ['arn:aws:iam::111111111111:role/deliver', 'arn:aws:iam::111111111111:role/deliver'],
    ['arn:aws:iam::*:role/deliver', 'arn:aws:iam::111111111111:role/deliver'],
    [
      'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:*',
      'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a:b',
    ],
  ])('has %s cover %s', (pattern, arn) => {
    expect(matchesArn(pattern, arn)).toBe(true);
  });

  it('keeps a star within its part', () => {
    expect(matchesArn('arn:aws:iam:*:role/a', 'arn:aws:iam::111111111111:role/a')).toBe(false);
  });

  it('takes no text that is not an ARN', () => {
    expect(matchesArn('*', 'arn:aws:iam::111111111111:role/a')).toBe(false);
    expect(matchesArn('arn:aws:iam::*:role/a', 'role/a')).toBe(false);
  });
});
