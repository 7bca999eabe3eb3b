import { resources, settingsInput, synthesized } from '../support/synthesized';

describe('the buffer before the transform', () => {
  it('calls the transform as soon as the feed asks for its files', () => {
    const soon = synthesized(settingsInput({}, { delivery: { bufferSeconds: 0 } })).billing;

    expect(resources(soon, 'aws_kinesis_firehose_delivery_stream')).toMatchObject([
      [
        expect.any(String),
        {
          extended_s3_configuration: {
            buffering_interval: 0,
            processing_configuration: {
              processors: [
                {
                  parameters: [
                    { parameter_name: 'LambdaArn' },
                    { parameter_name: 'BufferIntervalInSeconds', parameter_value: '0' },
                  ],
                },
              ],
            },
          },
        },
      ],
    ]);
  });
});
