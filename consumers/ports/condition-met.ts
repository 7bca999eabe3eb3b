import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** False when the condition of a conditional write was not met; any other failure is thrown. */
export async function conditionMet(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
