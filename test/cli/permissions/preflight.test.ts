import { VARIABLE_CALLS } from '../../../cli/permissions/function-calls';
import { preflight } from '../../../cli/permissions/preflight';
import { preflightLines } from '../../../cli/permissions/preflight-text';
import type { StackDefinition } from '../../../local/definition/read-definition';
import { defineSettings, type SettingsInput } from '../../../settings/define-settings';
import {
  feedInput,
  itemFeedInput,
  itemSettingsInput,
  LAKE_ACCOUNT,
  settingsInput,
  SOURCE_ACCOUNT,
  TWO_ACCOUNTS,
} from '../../support/synthesized';
import { synthesizedDefinition } from '../../support/synthesized-definition';

const ACCOUNT = '333333333333';

const defined = (input: SettingsInput, feeds: string[]) =>
  synthesizedDefinition(defineSettings(input), feeds);

const bothFeeds = defined(
  settingsInput({
    environment: 'production',
    lake: { replica: { region: 'eu-central-1' } },
    feeds: {
      billing: feedInput({ alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts' } }),
      people: itemFeedInput({ crawler: true, registerWithLakeFormation: true }),
    },
  }),
  ['billing', 'people'],
);
const across = defined(itemSettingsInput({}, { accounts: TWO_ACCOUNTS, crawler: true }), [
  'people',
]);

interface WrittenStatement {
  Sid: string;
  Effect: string;
  Action: string[];
}

interface Written {
  stack: string;
  address: string;
  statement: WrittenStatement;
  /** The stacks with the statement taken out, or made into another. */
  changed: (change: (statement: WrittenStatement) => WrittenStatement[]) => StackDefinition[];
}

function writtenStatements(stacks: readonly StackDefinition[]): Written[] {
  return stacks.flatMap((stack, at) =>
    Object.entries(stack.resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).flatMap(([name, block]) =>
        ['policy', 'assume_role_policy'].flatMap((argument) => {
          const text = block[argument];
          if (typeof text !== 'string' || !text.includes('"Statement"')) return [];
          const document = JSON.parse(text) as { Statement: WrittenStatement[] };
          return document.Statement.map((statement): Written => ({
            ...{ stack: stack.name, address: `${type}.${name}`, statement },
            changed: (change) => {
              const copy = structuredClone([...stacks]);
              const Statement = document.Statement.flatMap((each) =>
                each === statement ? change(statement) : [each],
              );
              copy[at]!.resource[type]![name]![argument] = JSON.stringify({ Statement });
              return copy;
            },
          }));
        }),
      ),
    ),
  );
}

/** AWS's page names them for CloudWatch Logs, and not when it calls them. */
const UNPLANNED = [
  'UseKeyByLogs: kms:GenerateDataKeyWithoutPlaintext',
  'UseKeyByLogs: kms:DescribeKey',
];

const refusedOf = (stacks: readonly StackDefinition[]) => preflight(stacks, ACCOUNT).refused;

describe.each([
  ['both feeds in one account', bothFeeds],
  ['a feed across two accounts', across],
])('preflight of %s', (_, stacks) => {
  const written = writtenStatements(stacks);
  const named = (each: Written) => `${each.stack} ${each.address} ${each.statement.Sid}`;
  const allows = written.filter(({ statement }) => statement.Effect === 'Allow');

  it('finds every call allowed', () => {
    expect(preflightLines(preflight(stacks, ACCOUNT))).toEqual([
      expect.stringMatching(/^\d+ calls, .*: the policies allow every one$/) as unknown,
    ]);
  });

  it.each(allows.map((each) => [named(each), each] as const))(
    'names the stack, and only it, when %s is missing',
    (_name, { stack, statement, changed }) => {
      const refused = refusedOf(changed(() => []));

      expect(refused).not.toEqual([]);
      expect(new Set(refused.map((each) => each.stack))).toEqual(new Set([stack]));
      for (const { action } of refused)
        expect(statement.Action).toContainEqual(
          expect.stringMatching(new RegExp(`^(${action}|${action.split(':')[0]!}:\\*)$`)),
        );
    },
  );

  it('misses each action of each statement', () => {
    const missed = allows.flatMap((each) =>
      each.statement.Action.filter(
        (action) =>
          refusedOf(
            each.changed((given) => [
              {
                ...given,
                Action: ['sts:GetCallerIdentity', ...given.Action.filter((one) => one !== action)],
              },
            ]),
          ).length === 0,
      ).map((action) => `${named(each)}: ${action}`),
    );

    expect(missed.filter((line) => !UNPLANNED.some((end) => line.endsWith(end)))).toEqual([]);
  });

  it('names a statement that denies', () => {
    const denials = written.filter(({ statement }) => statement.Effect === 'Deny');
    const reached = denials.filter((each) => {
      const refused = refusedOf(
        each.changed((given) => [{ ...given, Condition: undefined } as WrittenStatement]),
      );
      return refused.some(
        ({ deniedBy, stack }) => deniedBy === each.statement.Sid && stack === each.stack,
      );
    });

    expect(reached.length).toBeGreaterThan(0);
  });
});

describe('the people of an account', () => {
  const changed = (type: string, change: (given: WrittenStatement) => WrittenStatement[]) =>
    refusedOf(
      writtenStatements(bothFeeds)
        .find(({ address }) => address.startsWith(type))!
        .changed((given) => change(given)),
    );
  const byPeople = ({ caller }: { caller: string }) => caller === `arn:aws:iam::${ACCOUNT}:root`;

  it('cannot mend a key whose policy does not name their account', () => {
    const refused = changed('aws_kms_key', () => []).filter(byPeople);

    expect(refused.map(({ action }) => action)).toContain('kms:PutKeyPolicy');
  });

  it('cannot read a bucket that denies all but one', () => {
    const deny = {
      ...{
        Sid: 'OnlyOne',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:GetObject'],
        Resource: '*',
      },
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/one` } },
    };
    const refused = changed('aws_s3_bucket_policy', (given) => [given, deny]).filter(byPeople);

    expect(refused.map(({ action, deniedBy }) => [action, deniedBy])).toEqual([
      ['s3:GetObject', 'OnlyOne'],
    ]);
  });
});

describe('the variables of functions', () => {
  it('each have their calls planned where they name what a permission is needed for', () => {
    const unplanned = [...bothFeeds, ...across].flatMap(({ resource }) =>
      Object.values(resource['aws_lambda_function'] ?? {}).flatMap(({ environment }) =>
        Object.entries((environment as { variables: Record<string, string> }).variables)
          .filter(([name]) => VARIABLE_CALLS[name] === undefined)
          .filter(([, value]) => /^\$\{aws_(?!db_instance\.\w+\.(address|port)\})/.test(value))
          .map(([name]) => name),
      ),
    );

    expect(unplanned).toEqual([]);
  });
});

describe('preflight across accounts', () => {
  const role = `arn:aws:iam::${SOURCE_ACCOUNT}:role/tributary-dev-people-lake-delivery`;
  const without = (sid: string, stack: string, type: string) =>
    writtenStatements(across)
      .find(
        (each) =>
          each.statement.Sid === sid && each.stack === stack && each.address.startsWith(type),
      )!
      .changed(() => []);

  it("says which statement the lake's key lacks, with the context that it would be asked in", () => {
    const lines = preflightLines(
      preflight(without('UseKeyByDelivery', 'people-lake', 'aws_kms_key'), ACCOUNT),
    );

    expect(lines[0]).toMatch(
      new RegExp(
        `^lake account ${LAKE_ACCOUNT}, stack people-lake: key policy of people-lake\\.aws_kms_key\\.\\w+: no statement allows kms:Decrypt to ${role} on arn:aws:kms:eu-west-1:${LAKE_ACCOUNT}:key/[\\w-]+ \\(kms:viaservice = s3\\.eu-west-1\\.amazonaws\\.com; kms:encryptioncontext:aws:s3:arn = arn:aws:s3:::tributary-dev-people-lake-${LAKE_ACCOUNT}-eu-west-1\\)$`,
      ),
    );
    expect(lines.at(-1)).toBe(
      `${preflight(across, ACCOUNT).calls} calls, accounts ${SOURCE_ACCOUNT} and ${LAKE_ACCOUNT}: 2 missing or denied`,
    );
  });

  it("says which statement the source's role lacks", () => {
    const refused = refusedOf(without('EncryptAndDecryptLake', 'people', 'aws_iam_role_policy'));

    expect(refused.map(({ side, account, action }) => [side, account, action])).toEqual([
      ['source account', SOURCE_ACCOUNT, 'kms:Decrypt'],
      ['source account', SOURCE_ACCOUNT, 'kms:GenerateDataKey'],
    ]);
  });

  describe('with a key policy that allows one bucket alone', () => {
    const bucketArn = `arn:aws:s3:::tributary-dev-people-lake-${LAKE_ACCOUNT}-eu-west-1`;
    const conditioned = (condition: object, bucketKey: boolean) => {
      const stacks = writtenStatements(across)
        .find(({ statement }) => statement.Sid === 'UseKeyByDelivery')!
        .changed((given) => [{ ...given, Condition: condition } as WrittenStatement]);
      const type = 'aws_s3_bucket_server_side_encryption_configuration';
      const lake = stacks.find(({ name }) => name === 'people-lake')!;
      for (const block of Object.values(lake.resource[type]!))
        for (const rule of block['rule'] as Record<string, unknown>[])
          rule['bucket_key_enabled'] = bucketKey;
      return refusedOf(stacks).map(({ action }) => action);
    };
    const BUCKET = { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': bucketArn } };
    const OBJECTS = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': `${bucketArn}/*` } };

    it('passes by the ARN of the bucket with a bucket key, and fails without', () => {
      expect(conditioned(BUCKET, true)).toEqual([]);
      expect(new Set(conditioned(BUCKET, false))).toEqual(
        new Set(['kms:Decrypt', 'kms:GenerateDataKey']),
      );
    });

    it('passes by the ARNs of its objects without a bucket key, and fails with one', () => {
      expect(conditioned(OBJECTS, false)).toEqual([]);
      expect(new Set(conditioned(OBJECTS, true))).toEqual(
        new Set(['kms:Decrypt', 'kms:GenerateDataKey']),
      );
    });
  });

  it('asks of a lake that others deploy what can be seen, and says what cannot', () => {
    const bucket = 'other-lake';
    const keyArn = `arn:aws:kms:eu-west-1:${LAKE_ACCOUNT}:key/0abc`;
    const accounts = {
      ...{ source: TWO_ACCOUNTS.source, deploy: 'source' as const },
      lake: { account: LAKE_ACCOUNT, bucket, keyArn },
    };
    const found = preflight(defined(itemSettingsInput({}, { accounts }), ['people']), ACCOUNT);

    expect(found.refused).toEqual([]);
    expect(found.unseen).toContain(keyArn);
    expect(found.unseen).toContain(`arn:aws:s3:::${bucket}`);
  });
});
