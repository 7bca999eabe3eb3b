import { z } from 'zod';
import { parseTaskSettings } from '../../../../local/services/dms/task-settings';

const ERRORS = {
  DataErrorPolicy: 'STOP_TASK',
  DataTruncationErrorPolicy: 'STOP_TASK',
  TableErrorPolicy: 'STOP_TASK',
};

function refusal(settings: object): string {
  try {
    parseTaskSettings(JSON.stringify({ ErrorBehavior: ERRORS, ...settings }));
    return '';
  } catch (error) {
    return z.prettifyError(error as z.ZodError);
  }
}

describe('parseTaskSettings', () => {
  it("has the service's defaults", () => {
    expect(parseTaskSettings(JSON.stringify({ ErrorBehavior: ERRORS }))).toMatchObject({
      TargetMetadata: { LimitedSizeLobMode: true, LobMaxSize: 32, BatchApplyEnabled: false },
      FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' },
      ErrorBehavior: { RecoverableErrorInterval: 5, RecoverableErrorThrottlingMax: 1800 },
    });
  });

  it.each([
    [{ Turbo: {} }, 'Turbo'],
    [{ FullLoadSettings: { Turbo: true } }, 'Turbo'],
    [{ TargetMetadata: { BatchApplyEnabled: true } }, 'batch apply can lose data'],
    [{ TargetMetadata: { FullLobMode: true } }, 'do not support full LOB mode'],
    [{ ControlTablesSettings: { StatusTableEnabled: true } }, 'StatusTableEnabled'],
    [{ ValidationSettings: { EnableValidation: true } }, 'EnableValidation'],
    [{ ErrorBehavior: { ...ERRORS, DataErrorPolicy: 'LOG_ERROR' } }, 'set STOP_TASK'],
  ])('refuses %j by name', (settings, named) => {
    expect(refusal(settings)).toContain(named);
  });
});
