import fc from 'fast-check';
import { JsonBytes } from '../../local/json-bytes';

describe('JSON put together as bytes', () => {
  it('is what the same pieces are as text, however many bytes were expected', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ key: fc.string({ unit: 'binary', maxLength: 3000 }), data: fc.uint8Array() }),
        ),
        fc.nat(20_000),
        (records, expectedBytes) => {
          const json = new JsonBytes(expectedBytes);
          json
            .text('[')
            .list(records, ({ key, data }) =>
              json
                .text(`{"key":${JSON.stringify(key)},"data":"`)
                .base64(data)
                .text('"}'),
            )
            .bytes(Buffer.from(']'));

          const wanted = records.map(({ key, data }) => ({
            key,
            data: Buffer.from(data).toString('base64'),
          }));
          expect(JSON.parse(json.toString())).toEqual(wanted);
          expect(Buffer.from(json.written()).toString()).toBe(json.toString());
        },
      ),
    );
  });

  it('lies in memory that nothing else uses, as it is given to another thread', () => {
    const written = new JsonBytes().text('{}').written();

    const moved = structuredClone(written, { transfer: [written.buffer as ArrayBuffer] });

    expect([Buffer.from(moved).toString(), written.length]).toEqual(['{}', 0]);
  });
});
