import {
  matchesFilterPolicy,
  parseFilterPolicy,
} from '../../../../local/services/sns/filter-policy';

const attributes = {
  customer_id: { DataType: 'String', StringValue: '1219578' },
  kwh: { DataType: 'Number', StringValue: '150.5' },
  kinds: { DataType: 'String.Array', StringValue: '["bill","usage"]' },
  source: { DataType: 'String', StringValue: '10.0.1.7' },
};
const body = JSON.stringify({ customer: { id: 7, name: 'Ana' }, lines: [{ kwh: 6 }, { kwh: 40 }] });

function onAttributes(policy: object): boolean {
  return matchesFilterPolicy(policy as Record<string, unknown>, 'MessageAttributes', {
    attributes,
    body: '',
  });
}

function onBody(policy: object): boolean {
  return matchesFilterPolicy(policy as Record<string, unknown>, 'MessageBody', {
    attributes: {},
    body,
  });
}

describe('matchesFilterPolicy on attributes', () => {
  it.each([
    ['an exact string', { customer_id: ['1219578'] }, true],
    ['another string', { customer_id: ['1'] }, false],
    ['any of several', { customer_id: ['1', '1219578'] }, true],
    ['a string where a number is asked', { customer_id: [1219578] }, false],
    ['two keys that both hold', { customer_id: ['1219578'], kwh: [{ numeric: ['>', 100] }] }, true],
    [
      'two keys of which one fails',
      { customer_id: ['1219578'], kwh: [{ numeric: ['<', 9] }] },
      false,
    ],
    ['a range', { kwh: [{ numeric: ['>=', 150, '<', 151] }] }, true],
    ['a range that excludes its end', { kwh: [{ numeric: ['>', 0, '<', 150.5] }] }, false],
    ['a prefix', { customer_id: [{ prefix: '121' }] }, true],
    ['a suffix', { customer_id: [{ suffix: '578' }] }, true],
    ['anything but', { customer_id: [{ 'anything-but': ['1'] }] }, true],
    ['anything but itself', { customer_id: [{ 'anything-but': ['1219578'] }] }, false],
    ['anything but a prefix', { customer_id: [{ 'anything-but': { prefix: '12' } }] }, false],
    ['anything but on a missing key', { nobody: [{ 'anything-but': ['1'] }] }, false],
    ['one of an array', { kinds: ['usage'] }, true],
    ['exists', { kwh: [{ exists: true }] }, true],
    ['exists false on a present key', { kwh: [{ exists: false }] }, false],
    ['exists false on a missing key', { nobody: [{ exists: false }] }, true],
    ['an address block', { source: [{ cidr: '10.0.0.0/16' }] }, true],
    ['another address block', { source: [{ cidr: '10.1.0.0/16' }] }, false],
    ['one of two alternatives', { $or: [{ customer_id: ['1'] }, { kwh: [150.5] }] }, true],
  ])('judges %s', (_what, policy, expected) => {
    expect(onAttributes(policy)).toBe(expected);
  });

  it('ignores case where asked', () => {
    const message = { attributes: { kind: { DataType: 'String', StringValue: 'Bill' } }, body: '' };
    const policy = { kind: [{ 'equals-ignore-case': 'bill' }] };

    expect(matchesFilterPolicy(policy, 'MessageAttributes', message)).toBe(true);
  });
});

describe('matchesFilterPolicy on the body', () => {
  it.each([
    ['a nested member', { customer: { id: [7] } }, true],
    ['a nested member that differs', { customer: { id: [8] } }, false],
    ['an element of a list', { lines: { kwh: [{ numeric: ['>', 30] }] } }, true],
    ['a missing member', { customer: { city: ['Graz'] } }, false],
  ])('judges %s', (_what, policy, expected) => {
    expect(onBody(policy)).toBe(expected);
  });

  it('lets a body that is no JSON pass no policy', () => {
    const message = { attributes: {}, body: 'Hello' };

    expect(matchesFilterPolicy({ a: [{ exists: false }] }, 'MessageBody', message)).toBe(false);
  });
});

describe('parseFilterPolicy', () => {
  it.each([
    ['text', 'not json'],
    ['a bare value', '{"a":"b"}'],
    ['an empty list', '{"a":[]}'],
    ['an unknown operator', '{"a":[{"like":"x"}]}'],
    ['a nested rule over attributes', '{"a":{"b":["c"]}}'],
    ['six keys', '{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseFilterPolicy(text, 'MessageAttributes')).toThrow(/FilterPolicy/);
  });

  it('refuses more than 150 combinations', () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);

    expect(() =>
      parseFilterPolicy(JSON.stringify({ a: values(16), b: values(10) }), 'MessageAttributes'),
    ).toThrow('too complex');
  });
});
