import { parseTaskSettings } from '../../../../local/services/dms/task-settings';

describe('parseTaskSettings', () => {
  it("has the service's defaults", () => {
    expect(parseTaskSettings('{}')).toMatchObject({
      TargetMetadata: { LimitedSizeLobMode: true, LobMaxSize: 32, BatchApplyEnabled: false },
      FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' },
      ErrorBehavior: { DataErrorPolicy: 'LOG_ERROR', RecoverableErrorInterval: 5 },
    });
  });

  it('names a section it does not know', () => {
    expect(() => parseTaskSettings('{"Turbo":{}}')).toThrow('Task settings Turbo are not known');
  });

  it('refuses batch apply', () => {
    expect(() => parseTaskSettings('{"TargetMetadata":{"BatchApplyEnabled":true}}')).toThrow(
      'batch apply can lose data on a Kinesis target',
    );
  });

  it('refuses control tables, whose records it would not write', () => {
    expect(() =>
      parseTaskSettings('{"ControlTablesSettings":{"StatusTableEnabled":true}}'),
    ).toThrow('ControlTablesSettings.StatusTableEnabled');
  });
});
