/**
 * Text of a user's in which Terraform is to see no template: a name may hold `${`.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function literalText(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
