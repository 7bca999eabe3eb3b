import tseslint from 'typescript-eslint';

const NO_IO = [
  'node:fs',
  'node:fs/promises',
  'node:net',
  'node:http',
  'node:http2',
  'node:https',
  'node:child_process',
  'node:worker_threads',
  'node:tls',
  'node:os',
].map((name) => ({ name, message: 'Pure files do no I/O: put it in handler.ts or ports/.' }));

const SDK = {
  regex: '^(@aws-sdk/|@aws-lambda-powertools/|mssql$)',
  message: 'Clients live in handler.ts, seldom.ts and ports/ only.',
};

const boundary = (...folders) => ({
  regex: `^(\\.\\./)+(${folders.join('|')})(/|$)`,
  message: `This folder may not import ${folders.join(', ')} (ARCHITECTURE.md, who may import whom).`,
});

const BARREL = {
  name: '@cdktf/provider-aws',
  message: 'Import the deep path (/lib/kinesis-stream): the barrel costs 5 s per process.',
};

const LARGE_ZOD = {
  selector:
    "ImportDeclaration[source.value='zod'], ImportDeclaration[source.value='zod/mini'] ImportSpecifier[imported.name='z']",
  message:
    "import * as z from 'zod/mini': of any other form a bundle carries what no function calls, and loads a third longer.",
};

const restricted = (patterns, paths = []) => [
  'error',
  {
    patterns,
    paths: [
      BARREL,
      {
        name: 'cdktf',
        importNames: ['Fn', 'TerraformIterator', 'TerraformCount'],
        message: 'Attribute paths and plain interpolation only.',
      },
      ...paths,
    ],
  },
];

const PURE_GLOBALS = [
  'error',
  { name: 'process', message: 'Only handler.ts, ports/, main.ts and cli/ read the environment.' },
  { name: 'setTimeout', message: 'Take the clock as a parameter.' },
  { name: 'setInterval', message: 'Take the clock as a parameter.' },
  { name: 'fetch', message: 'Pure files do no I/O.' },
];

const PURE_SYNTAX = [
  'error',
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the clock as a parameter.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the clock as a parameter.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take chance as a parameter.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'cdktf.out/',
      '.tributary/',
      'coverage/',
      'test/peers/node_modules/',
      '**/*.js',
      '**/*.mjs',
      '**/*.cjs',
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 3 }],
      'no-restricted-imports': restricted([]),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
  {
    files: ['wire/**'],
    rules: {
      'no-restricted-imports': restricted(
        [boundary('stacks', 'settings', 'consumers', 'local', 'cli'), SDK],
        NO_IO,
      ),
      'no-restricted-globals': PURE_GLOBALS,
      'no-restricted-syntax': [...PURE_SYNTAX, LARGE_ZOD],
    },
  },
  {
    files: ['consumers/**'],
    ignores: ['**/handler.ts', '**/seldom.ts', '**/ports/**'],
    rules: {
      'no-restricted-imports': restricted(
        [boundary('stacks', 'settings', 'local', 'cli'), SDK],
        NO_IO,
      ),
      'no-restricted-globals': PURE_GLOBALS,
      'no-restricted-syntax': [...PURE_SYNTAX, LARGE_ZOD],
    },
  },
  {
    files: ['consumers/**/handler.ts', 'consumers/**/seldom.ts', 'consumers/**/ports/**'],
    rules: {
      'no-restricted-imports': restricted([boundary('stacks', 'settings', 'local', 'cli')]),
      'no-restricted-syntax': ['error', LARGE_ZOD],
    },
  },
  {
    files: ['stacks/**'],
    rules: {
      'no-restricted-imports': restricted([boundary('consumers', 'local', 'cli'), SDK]),
      'no-restricted-globals': PURE_GLOBALS,
    },
  },
  {
    files: ['settings/**', 'settings.ts'],
    rules: {
      'no-restricted-imports': restricted(
        [boundary('stacks', 'consumers', 'local', 'cli'), SDK],
        NO_IO,
      ),
      'no-restricted-globals': PURE_GLOBALS,
    },
  },
  {
    files: ['local/**'],
    rules: {
      'no-restricted-imports': restricted([boundary('stacks', 'settings', 'consumers', 'cli')]),
      'no-restricted-syntax': PURE_SYNTAX,
    },
  },
  { files: ['local/clock.ts', 'local/chance.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.data.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
