import { sampleEvenly } from '../../wire/sample-evenly';

describe('sampleEvenly', () => {
  it('keeps what is few', () => {
    expect(sampleEvenly([3, 1, 2], 3)).toEqual([3, 1, 2]);
  });

  it('takes as many from all over', () => {
    const values = Array.from({ length: 10 }, (_, at) => at);

    expect(sampleEvenly(values, 5)).toEqual([0, 2, 4, 6, 8]);
  });
});
