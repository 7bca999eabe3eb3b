import { splitBatches } from '../../wire/split-batches';

const texts = (script: string) => splitBatches(script).map(({ text }) => text);

describe('splitBatches', () => {
  it('splits on lines that hold GO alone, in any case', () => {
    expect(texts('select 1\nGO\nselect 2\n  go  \nselect 3')).toEqual([
      'select 1',
      'select 2',
      'select 3',
    ]);
  });

  it('says on which line each batch starts', () => {
    expect(splitBatches('a\nGO\nb\nb\nGO\n\nc').map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  it('reads the count after GO', () => {
    expect(splitBatches('insert t default values\nGO 5')).toEqual([
      { text: 'insert t default values', line: 1, count: 5 },
    ]);
  });

  it('takes a comment behind GO', () => {
    expect(texts('a\nGO -- next\nb')).toEqual(['a', 'b']);
  });

  it('leaves out empty batches', () => {
    expect(texts('GO\n\nGO\na\nGO\n')).toEqual(['a']);
  });

  it('reads Windows line ends', () => {
    expect(texts('a\r\nGO\r\nb')).toEqual(['a', 'b']);
  });

  it.each([
    ['a string', "select '\nGO\n'"],
    ['a string with a doubled quote', "select 'it''s\nGO\n'"],
    ['a bracketed name', 'select 1 as [\nGO\n]'],
    ['a quoted name', 'select 1 as "\nGO\n"'],
    ['a comment', '/*\nGO\n*/ select 1'],
    ['a nested comment', '/* /* */\nGO\n*/ select 1'],
  ])('does not split inside %s', (_where, script) => {
    expect(texts(script)).toEqual([script]);
  });

  it.each([
    ['a quote in a line comment', "-- it's\nGO\nselect 1", ["-- it's", 'select 1']],
    ['a comment opened in a string', "select '/*'\nGO\nselect 2", ["select '/*'", 'select 2']],
    ['a word that starts with GO', 'GOTO x', ['GOTO x']],
  ])('is not confused by %s', (_what, script, expected) => {
    expect(texts(script)).toEqual(expected);
  });
});
