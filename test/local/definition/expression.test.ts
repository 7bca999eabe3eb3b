import { referencesIn, resolveReferences } from '../../../local/definition/expression';

const lookup = (path: readonly (string | number)[]) => `<${path.join('/')}>`;

describe('resolveReferences', () => {
  it('replaces an attribute path inside a text', () => {
    expect(resolveReferences('a-${aws_kinesis_stream.changes.arn}-z', lookup)).toBe(
      'a-<aws_kinesis_stream/changes/arn>-z',
    );
  });

  it('follows indexes', () => {
    expect(
      resolveReferences('${aws_db_instance.db.master_user_secret[0].secret_arn}', lookup),
    ).toBe('<aws_db_instance/db/master_user_secret/0/secret_arn>');
  });

  it('keeps the type of a value that is one reference', () => {
    expect(resolveReferences({ port: '${aws_db_instance.db.port}' }, () => 1433)).toEqual({
      port: 1433,
    });
  });

  it('takes $${ for a literal ${', () => {
    expect(resolveReferences('s3://lake/$${day}/', lookup)).toBe('s3://lake/${day}/');
  });

  it('resolves inside JSON text that a function gets as an environment variable', () => {
    expect(resolveReferences('{"arn":"${aws_sns_topic.t.arn}"}', () => 'arn:aws:sns:t')).toBe(
      '{"arn":"arn:aws:sns:t"}',
    );
  });

  it('refuses functions, naming the expression', () => {
    expect(() => resolveReferences('${join(",", aws_x.y.z)}', lookup)).toThrow(
      '"${join(",", aws_x.y.z)}" is more than an attribute path',
    );
  });
});

describe('referencesIn', () => {
  it('finds the paths of nested values', () => {
    expect(referencesIn({ a: ['${aws_x.y.arn}'], b: { c: 'p-${aws_z.w.id}' } })).toEqual([
      ['aws_x', 'y', 'arn'],
      ['aws_z', 'w', 'id'],
    ]);
  });
});
