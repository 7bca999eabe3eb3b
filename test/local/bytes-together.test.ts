import fc from 'fast-check';
import { bytesTogether, joinBytes } from '../../local/bytes-together';

describe('bytes together', () => {
  it('are those of each text, in either encoding', () => {
    const texts = ['', 'ä€', 'b'];

    const found = [
      bytesTogether(texts, (text) => text),
      bytesTogether(texts, (text) => Buffer.from(text).toString('base64'), 'base64'),
    ];

    for (const pairs of found)
      expect(pairs.map(([text, bytes]) => [text, bytes.toString()])).toEqual(
        texts.map((text) => [text, text]),
      );
  });

  it('are joined to what all of them are, whether they lie behind each other or not', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(20), fc.nat(20), (texts, from, to) => {
        const pieces = bytesTogether(texts, (text) => text).map(([, bytes]) => bytes);
        const some = [...pieces.slice(from), ...pieces.slice(0, to)];

        expect(Buffer.from(joinBytes(some))).toEqual(Buffer.concat(some));
      }),
    );
  });

  it('are joined without a copy where they lie behind each other', () => {
    const pieces = bytesTogether(['a', 'b', 'c'], (text) => text).map(([, bytes]) => bytes);

    const joined = joinBytes(pieces.slice(1));

    expect([joined.buffer, Buffer.from(joined).toString()]).toEqual([pieces[0]?.buffer, 'bc']);
  });
});
