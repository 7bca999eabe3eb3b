import { z } from 'zod';

const ADVICE = 'give the twelve digits of the account';

export const accountId = z.string({ error: ADVICE }).regex(/^\d{12}$/, { error: ADVICE });
