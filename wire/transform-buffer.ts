/**
 * `BufferSizeInMBs` of the processor that makes rows of item changes: how much of the stream Firehose
 * hands to one call, 0.2 to 3 (https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html).
 *
 * A reply has 6,291,456 bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), and
 * rows stand in it as base64: 4,718,592 bytes of them. The size is a hint that one record may overshoot,
 * whose row has at most the 1,024,000 bytes of a Firehose record. 3,694,592 are left for the others, which
 * is 7.04 for each byte of half a MiB, 3.5 of the default of 1 MB.
 *
 * A byte of a record becomes, in the row's JSON text and in its column together:
 * - of plain text, numbers, and small attributes: 2 to 3;
 * - of a quote or backslash in a string (`\"`): 3, for `\\\"` and `\"`; in a list or set 4, for `\\\"` twice;
 * - of a name: 3 for capitals, 3.5 beyond ASCII, 4.5 for a quote, 6 for punctuation (`!` and `_221_`);
 * - of the least records, of 320 bytes, with the row's fixed columns and the reply's entry: 2.2.
 * Above 7 is what repeats its path in many columns (a map of 32 levels with hundreds of leaves, or under
 * long names) and a list of numbers like `1E125`, if DynamoDB should write one so. No size is safe from
 * that: a record of 8 KB can have a row of 1,000 KiB. What does not fit is answered `ProcessingFailed`,
 * record by record.
 */
export const ITEM_TRANSFORM_BUFFER_MEGABYTES = 0.5;
