import { COMMAND_MODULES } from '../../cli/command-modules';
import { createProgram } from '../../cli/program';
import { createScreen } from '../../cli/screen';

const screen = createScreen(process.stdout, process.stderr);

describe('createProgram', () => {
  it('loads nothing that the arguments do not name', () => {
    const options = createProgram(screen, ['--help']).commands.flatMap(
      (command) => command.options,
    );

    expect(options).toEqual([]);
  });

  it.each(COMMAND_MODULES.map(({ name, description }) => [name, description]))(
    'describes %s without loading it as it describes itself',
    (name, description) => {
      const command = createProgram(screen, [name]).commands.find((one) => one.name() === name);

      expect(command?.description()).toBe(description);
    },
  );

  it('gives no default target to a command that writes', () => {
    const { commands } = createProgram(screen, [
      'seed',
      'up',
      'down',
      'subscribe',
      'load',
      'replay',
    ]);
    const mandatory = commands.flatMap(({ options }) =>
      options.filter(({ long }) => long === '--target').map((option) => option.mandatory),
    );

    expect(mandatory).toEqual([true, true, true, true, true, true]);
  });
});
