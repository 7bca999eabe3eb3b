import { ageText, timeOption } from '../../cli/time-option';

const NOW = Date.parse('2026-11-26T08:00:00.000Z');
const parse = timeOption(() => NOW);

describe('timeOption', () => {
  it.each([
    ['2026-11-26T07:30:00Z', '2026-11-26T07:30:00.000Z'],
    ['2026-11-26T09:30:00+02:00', '2026-11-26T07:30:00.000Z'],
    ['2026-11-26', '2026-11-26T00:00:00.000Z'],
    ['2h', '2026-11-26T06:00:00.000Z'],
    ['90s', '2026-11-26T07:58:30.000Z'],
    ['7d', '2026-11-19T08:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  it.each(['yesterday', '2', '2026-13-01', '2026-11-26T07:30', '-2h', ''])('refuses %p', (text) => {
    expect(() => parse(text)).toThrow('Expected a time such as');
  });
});

describe('ageText', () => {
  it.each([
    ['2026-11-26T07:59:52.000Z', '8 s'],
    ['2026-11-26T07:48:00.000Z', '12 min'],
    ['2026-11-25T08:00:00.000Z', '24 h'],
    ['2026-11-23T08:00:00.000Z', '3 d'],
  ])('of %s', (since, expected) => {
    expect(ageText(since, NOW)).toBe(expected);
  });
});
