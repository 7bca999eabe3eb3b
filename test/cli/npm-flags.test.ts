import { Command } from 'commander';
import { refuseSwallowedFlags } from '../../cli/npm-flags';

const program = new Command().option('--rows <n>').option('--yes');

describe('refuseSwallowedFlags', () => {
  it('says what to type when npm kept a flag of a script', () => {
    const environment = { npm_lifecycle_event: 'demo', npm_config_rows: '5' };

    expect(() => {
      refuseSwallowedFlags(program, environment);
    }).toThrow(
      'npm took --rows for itself. Put "--" before the script\'s flags: npm run demo -- --rows …',
    );
  });

  it('leaves npx its own flags, which hands on all others', () => {
    const environment = { npm_lifecycle_event: 'npx', npm_config_yes: 'true' };

    expect(() => {
      refuseSwallowedFlags(program, environment);
    }).not.toThrow();
  });
});
