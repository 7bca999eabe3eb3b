import fc from 'fast-check';
import { splitLines } from '../../../cli/load/split-lines';

async function* inPieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
    await Promise.resolve();
    yield bytes.subarray(from, Math.max(from, Math.min(to, bytes.length)));
    from = Math.max(from, Math.min(to, bytes.length));
  }
}

async function linesOf(text: string, cuts: readonly number[] = []): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(inPieces(Buffer.from(text), cuts))) lines.push(line);
  return lines;
}

describe('splitLines', () => {
  it('gives the lines, whichever way the bytes come in pieces', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/^$|\n/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (lines, cuts) => {
        expect(await linesOf(lines.map((one) => `${one}\n`).join(''), cuts)).toEqual(lines);
      }),
    );
  });

  it('takes a last line without its newline', async () => {
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
  });

  it('does not end a line at a line separator', async () => {
    expect(await linesOf('{"a":"x\u2028y\u2029z\u0085"}\n')).toEqual([
      '{"a":"x\u2028y\u2029z\u0085"}',
    ]);
  });

  it('refuses bytes that are no UTF-8', async () => {
    const read = async () => {
      for await (const line of splitLines(inPieces(new Uint8Array([0x61, 0xff, 0x0a]), []))) {
        expect(line).toBe('never');
      }
    };

    await expect(read()).rejects.toThrow();
  });
});
