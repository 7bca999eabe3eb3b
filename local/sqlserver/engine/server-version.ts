/** SQL Server 2019, the newest that RDS and DMS both take in every edition. */
export const PRODUCT_VERSION = '15.0.4000.0';
export const PRODUCT_MAJOR_VERSION = '15';

/** As `@@VERSION`; the last line says what the server really is. */
export function versionText(edition: string): string {
  return [
    `Microsoft SQL Server 2019 - ${PRODUCT_VERSION} (X64) `,
    '\tCopyright (C) Microsoft Corporation',
    `\t${edition} on the SQL Server stand-in of Tributary`,
    '',
  ].join('\n');
}
