import { splitBatches } from '../../wire/split-batches';

describe('splitBatches', () => {
  it('cuts at GO alone on a line, in any case', () => {
    expect(splitBatches('SELECT 1\nGO\nSELECT 2\n  go  \n\nGO\nSELECT 3')).toEqual([
      'SELECT 1',
      'SELECT 2',
      'SELECT 3',
    ]);
  });

  it('leaves GO within strings, names and comments', () => {
    const batch = "SELECT 'a\nGO\nb', [c\nGO\nd] /* e /* f */\nGO\n*/ -- it's";

    expect(splitBatches(`${batch}\nGO\nSELECT 2`)).toEqual([batch, 'SELECT 2']);
  });
});
