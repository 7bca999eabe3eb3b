import fc from 'fast-check';
import { positionOf } from '../../wire/position';

const hex = (value: bigint, width: number) => value.toString(16).padStart(width, '0');
const lsn = (value: bigint) => {
  const text = hex(value, 20);
  return `${text.slice(0, 8)}:${text.slice(8, 16)}:${text.slice(16)}`;
};

describe('positionOf', () => {
  it('orders by LSN, then sequence value, then record id', () => {
    const part = fc.bigInt({ min: 0n, max: 2n ** 80n - 1n });
    const change = fc.tuple(part, part, fc.bigInt({ min: 0n, max: 10n ** 15n }));
    const text = ([log, sequence, record]: [bigint, bigint, bigint]) =>
      positionOf({
        streamPosition: `${lsn(log)}.${hex(sequence, 20)}`,
        transactionRecordId: String(record),
      })!;

    fc.assert(
      fc.property(change, change, (a, b) => {
        const index = a.findIndex((value, at) => value !== b[at]);
        const isBefore = index >= 0 && a[index]! < b[index]!;
        expect(text(a) < text(b)).toBe(isBefore);
      }),
    );
  });

  it('takes the short, the byte and the upper-case form of an LSN as one', () => {
    const expected = 'lsn/0000002c000001700003/00000000000000000000/00000000000000000000';

    expect(positionOf({ streamPosition: '0000002c:00000170:0003' })).toBe(expected);
    expect(positionOf({ streamPosition: '2C:170:3' })).toBe(expected);
    expect(positionOf({ streamPosition: '0x0000002C000001700003' })).toBe(expected);
  });

  it('falls back to commit time, transaction and record', () => {
    expect(
      positionOf({
        streamPosition: '00000002/7C007178.3.00000002/7C007178',
        commitTimestamp: '2025-06-21T10:00:00.5Z',
        transactionId: '17',
        transactionRecordId: '4',
      }),
    ).toBe('time/2025-06-21T10:00:00.500000000Z/00000000000000000017/00000000000000000004');
  });

  it.each([
    {},
    { commitTimestamp: '2025-06-21T10:00:00Z', transactionId: '17' },
    { commitTimestamp: 'yesterday', transactionId: '17', transactionRecordId: '1' },
  ])('guesses nothing from %j', (parts) => {
    expect(positionOf(parts)).toBeUndefined();
  });
});
