import { judgeBatch } from '../../../../../local/services/lambda/event-source/batch-verdict';

const batch = ['98', '99', '100', '101'];

describe('the answer of a function that reports item failures', () => {
  it.each(['{"batchItemFailures":[]}', '{"batchItemFailures":null}', '{}', 'null', '[]', '""'])(
    '%s is a success',
    (answer) => {
      expect(judgeBatch(answer, batch)).toEqual({ kind: 'succeeded' });
    },
  );

  it.each([
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    '{"batchItemFailures":[{"foo":"99"}]}',
    '{"batchItemFailures":[{"itemIdentifier":"7"}]}',
    '{"batchItemFailures":[{"itemIdentifier":"99"},{"itemIdentifier":"7"}]}',
  ])('%s fails the whole batch', (answer) => {
    expect(judgeBatch(answer, batch)).toEqual({ kind: 'failed' });
  });

  it('counts from the lowest sequence number as a number', () => {
    const answer = '{"batchItemFailures":[{"itemIdentifier":"100"},{"itemIdentifier":"99"}]}';

    expect(judgeBatch(answer, batch)).toEqual({ kind: 'failed-from', index: 1 });
  });
});
