import { ChronoUnit, LocalDate } from '../../../consumers/ports/substitutes/local-date';

const COUNTED: [number, [number, number, number], number][] = [
  [1, [1, 1, 1], 0],
  [1, [99, 12, 31], 36_158],
  [1, [1970, 1, 1], 719_162],
  [1, [9999, 12, 31], 3_652_058],
  [1900, [1753, 1, 1], -53_690],
  [1900, [2000, 2, 29], 36_583],
];

describe('LocalDate', () => {
  it.each(COUNTED)('counts from the first day of year %i to %j', (year, date, days) => {
    expect(LocalDate.ofYearDay(year, 1).until(LocalDate.of(...date))).toBe(days);
  });

  it('has the unit that tedious names', () => {
    expect(ChronoUnit).toHaveProperty('DAYS');
  });
});
