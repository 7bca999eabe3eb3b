/** What the stand-in says of itself in PRELOGIN and LOGINACK: SQL Server 2022. */
export const SERVER_VERSION = { major: 16, minor: 0, build: 4105 } as const;

export const PROGRAM_NAME = 'Microsoft SQL Server';

/** In ERROR and INFO tokens. */
export const SERVER_NAME = 'TRIBUTARY';
