/** Whether `*` (any text) and `?` (any one character) of the pattern cover all of the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  /** Where the last `*` stands, and how much of the text it covers so far. */
  let star = -1;
  let covered = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern++;
      covered = at;
    } else if (wanted === '?' || wanted === text[at]) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++covered;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}

/** Actions have no case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesPattern(pattern.toLowerCase(), action.toLowerCase());
}

/**
 * ARNs in conditions are compared part by part: a `*` stays within its part, and the last part (the resource)
 * may itself have colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  if (wanted === undefined || given === undefined) return false;
  return wanted.every((part, index) => matchesPattern(part, given[index] ?? ''));
}

function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
