import { z } from 'zod';

const ADVICE = 'give a region such as eu-west-1';

export const region = z
  .string({ error: ADVICE })
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: ADVICE });
