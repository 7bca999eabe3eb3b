import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { streamOperation, type KinesisContext } from './kinesis-operation';
import { TAGS_MAX } from './limits';
import { changing } from './stream-operations';
import type { Stream } from './stream';
import { count, streamReference, tags } from './validate';

const keys = z.array(z.string().min(1).max(128)).min(1).max(TAGS_MAX);
const resource = { ResourceARN: z.string() };
const named = <Input extends { ResourceARN: string }>(input: Input) => ({
  ...input,
  StreamARN: input.ResourceARN,
});
const tagInput = z.object({ ...resource, Tags: tags }).transform(named);
const untagInput = z.object({ ...resource, TagKeys: keys }).transform(named);
const listResourceInput = z.object(resource).transform(named);

const listInput = z.object({
  ...streamReference,
  ExclusiveStartTagKey: z.string().optional(),
  Limit: count(1, TAGS_MAX).optional(),
});

/** Both families: by stream (2013) and by ARN (2025). */
export function tagOperations(context: KinesisContext): Record<string, Operation> {
  return {
    AddTagsToStream: changing(
      context,
      'AddTagsToStream',
      z.object({ ...streamReference, Tags: tags }),
      (stream, input) => addTags(stream, input.Tags),
    ),
    RemoveTagsFromStream: changing(
      context,
      'RemoveTagsFromStream',
      z.object({ ...streamReference, TagKeys: keys }),
      (stream, input) => removeTags(stream, input.TagKeys),
    ),
    ListTagsForStream: streamOperation(context, 'ListTagsForStream', {
      schema: listInput,
      run: ({ state }, { ExclusiveStartTagKey = '', Limit = TAGS_MAX }) => {
        const found = listTags(state.tags).filter(({ Key }) => Key > ExclusiveStartTagKey);
        return { Tags: found.slice(0, Limit), HasMoreTags: found.length > Limit };
      },
    }),
    TagResource: changing(context, 'TagResource', tagInput, (stream, input) =>
      addTags(stream, input.Tags),
    ),
    UntagResource: changing(context, 'UntagResource', untagInput, (stream, input) =>
      removeTags(stream, input.TagKeys),
    ),
    ListTagsForResource: streamOperation(context, 'ListTagsForResource', {
      schema: listResourceInput,
      run: ({ state }) => ({ Tags: listTags(state.tags) }),
    }),
  };
}

function addTags({ state }: Stream, added: Record<string, string>): void {
  const all = { ...state.tags, ...added };
  if (Object.keys(all).length > TAGS_MAX) {
    throw new ServiceError(
      'InvalidArgumentException',
      `Failed to add tags to stream ${state.name} because a given stream cannot have more than ${TAGS_MAX} tags associated with it.`,
    );
  }
  state.tags = all;
}

function removeTags({ state }: Stream, keysRemoved: readonly string[]): void {
  state.tags = Object.fromEntries(
    Object.entries(state.tags).filter(([key]) => !keysRemoved.includes(key)),
  );
}

function listTags(tagsByKey: Record<string, string>) {
  return Object.entries(tagsByKey)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((left, right) => (left.Key < right.Key ? -1 : 1));
}
