/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // A worker that has grown is begun anew: in a heap of gigabytes the large runs spend their time on collecting.
  workerIdleMemoryLimit: '1GB',
  // No test judges by time: this only ends what hangs, on the slowest machine.
  testTimeout: 300_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/peers/', '<rootDir>/test/deploy/'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.tributary'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
