import { z } from 'zod';
import { runDefinition } from '../../../local/definition/run-definition';
import { resourceAdapter, type ResourceAdapter } from '../../../local/services/resource-adapter';
import { synthesizedStack } from '../../support/synthesized-stack';

function recordingAdapter(type: string, started: string[]): ResourceAdapter {
  return resourceAdapter({
    type,
    honours: z.strictObject({ name: z.string(), block: z.unknown().optional() }),
    inert: { 'settings.colour': 'nobody sees it', label: 'nobody reads it' },
    start: ({ name }, block) => {
      started.push(`start ${block.address} ${name}`);
      return {
        attributes: { arn: `arn:${name}` },
        stop: () => {
          started.push(`stop ${name}`);
          return Promise.resolve();
        },
      };
    },
  });
}

const network = synthesizedStack('network', {
  resource: { aws_vpc: { main: { name: 'vpc' } } },
  output: { vpc_arn: { value: '${aws_vpc.main.arn}' } },
});

const feed = synthesizedStack('feed', {
  resource: {
    aws_stream: { changes: { name: '${data.terraform_remote_state.net.outputs.vpc_arn}-s' } },
    aws_reader: { lake: { name: 'r', depends_on: ['aws_stream.changes'] } },
  },
  data: {
    terraform_remote_state: {
      net: { backend: 'local', config: { path: '/project/terraform.network.tfstate' } },
    },
  },
  output: { feed: { value: { arn: '${aws_stream.changes.arn}' } } },
});

describe('runDefinition', () => {
  it('starts blocks in dependency order, across stacks, and stops them in reverse', async () => {
    const started: string[] = [];
    const adapters = ['aws_vpc', 'aws_stream', 'aws_reader'].map((type) =>
      recordingAdapter(type, started),
    );

    const running = await runDefinition({
      stacks: [feed, network],
      adapters: () => adapters,
      account: '1',
    });
    await running.stop();

    expect(started).toEqual([
      'start network.aws_vpc.main vpc',
      'start feed.aws_stream.changes arn:vpc-s',
      'start feed.aws_reader.lake r',
      'stop r',
      'stop arn:vpc-s',
      'stop vpc',
    ]);
  });

  it('resolves outputs', async () => {
    const adapters = ['aws_vpc', 'aws_stream', 'aws_reader'].map((type) =>
      recordingAdapter(type, []),
    );

    const running = await runDefinition({
      stacks: [feed, network],
      adapters: () => adapters,
      account: '1',
    });

    expect(running.outputs('feed')).toEqual({ feed: { arn: 'arn:arn:vpc-s' } });
  });

  it('names every block whose type it does not run, before anything starts', async () => {
    const started: string[] = [];

    const run = runDefinition({
      stacks: [network, feed],
      adapters: () => [recordingAdapter('aws_vpc', started)],
      account: '1',
    });

    await expect(run).rejects.toThrow(
      'feed.aws_stream.changes: the laptop cloud does not run aws_stream.\n' +
        'feed.aws_reader.lake: the laptop cloud does not run aws_reader.',
    );
    expect(started).toEqual([]);
  });

  it('stops the run for an argument that nobody honours', async () => {
    const stack = synthesizedStack('s', {
      resource: { aws_vpc: { main: { name: 'v', speed: 'fast' } } },
    });

    const run = runDefinition({
      stacks: [stack],
      adapters: () => [recordingAdapter('aws_vpc', [])],
      account: '1',
    });

    await expect(run).rejects.toThrow(
      's.aws_vpc.main: the laptop does not know the argument speed.',
    );
  });

  it('leaves inert arguments out', async () => {
    const stack = synthesizedStack('s', {
      resource: { aws_vpc: { main: { name: 'v', label: 'x', tags: { a: 'b' } } } },
    });
    const started: string[] = [];

    await runDefinition({
      stacks: [stack],
      adapters: () => [recordingAdapter('aws_vpc', started)],
      account: '1',
    });

    expect(started).toEqual(['start s.aws_vpc.main v']);
  });

  it('names the blocks of a circle', async () => {
    const stack = synthesizedStack('s', {
      resource: {
        aws_vpc: { a: { name: '${aws_vpc.b.arn}' }, b: { name: '${aws_vpc.a.arn}' } },
      },
    });

    const run = runDefinition({
      stacks: [stack],
      adapters: () => [recordingAdapter('aws_vpc', [])],
      account: '1',
    });

    await expect(run).rejects.toThrow('s.aws_vpc.a → s.aws_vpc.b → s.aws_vpc.a');
  });

  it('refuses a remote state that no stack writes', async () => {
    const run = runDefinition({ stacks: [feed], adapters: () => [], account: '1' });

    await expect(run).rejects.toThrow('Stack feed reads the state "net"');
  });
});
