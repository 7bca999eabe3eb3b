import { taskPosition } from '../../../consumers/source-watch/task-position';

describe('taskPosition', () => {
  it.each([
    ['00000027000007580003', '00000027000007580003'],
    ['checkpoint:V1#1#00000027:00000758:0003#0#0#*#0#93', '00000027000007580003'],
    ['0x000000270000075800AB', '000000270000075800ab'],
    [
      'checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93',
      undefined,
    ],
    ['', undefined],
  ])('reads %s as %s', (checkpoint, expected) => {
    expect(taskPosition(checkpoint)).toBe(expected);
  });
});
