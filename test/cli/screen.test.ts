import { progressText } from '../../cli/progress';
import { createScreen } from '../../cli/screen';
import { textTable } from '../../cli/text-table';

function stream(properties: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return { written, stream: { ...properties, write } as unknown as NodeJS.WriteStream };
}

describe('createScreen', () => {
  it('redraws a status on a terminal and clears it before a line', () => {
    const [out, err] = [stream(), stream({ isTTY: true, columns: 20 })];
    const screen = createScreen(out.stream, err.stream);

    screen.status('half');
    screen.line('done');

    expect(err.written).toEqual(['\r\u001b[2Khalf', '\r\u001b[2K']);
    expect(out.written).toEqual(['done\n']);
  });

  it('cuts a status to the width of the terminal', () => {
    const err = stream({ isTTY: true, columns: 6 });

    createScreen(stream().stream, err.stream).status('abcdefgh');

    expect(err.written).toEqual(['\r\u001b[2Kabcde']);
  });

  it('prints a plain line now and then without a terminal', () => {
    const err = stream();
    const screen = createScreen(stream().stream, err.stream);

    screen.status('one');
    screen.status('two');
    screen.settle();

    expect(err.written).toEqual(['one\n']);
  });
});

describe('progressText', () => {
  it('shows bar, rate and time left', () => {
    expect(progressText({ done: 5000, total: 10_000, unit: 'rows', elapsedSeconds: 2.5 })).toBe(
      '[████████████░░░░░░░░░░░░] 5,000 of 10,000 rows  2,000/s  3 s left',
    );
  });

  it('says no time before the first row', () => {
    expect(progressText({ done: 0, total: 10, unit: 'rows', elapsedSeconds: 0 })).toBe(
      '[░░░░░░░░░░░░░░░░░░░░░░░░] 0 of 10 rows  0/s',
    );
  });
});

describe('textTable', () => {
  it('puts text to the left and numbers to the right', () => {
    expect(
      textTable([
        ['table', 'rows'],
        ['dbo.a', 7],
        ['b', 1234],
      ]),
    ).toBe('table  rows\ndbo.a     7\nb      1234');
  });
});
