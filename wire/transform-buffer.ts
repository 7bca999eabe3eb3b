/**
 * `BufferSizeInMBs` of the processor that makes rows of item changes: how much of the stream Firehose
 * hands to one call, 0.2 to 3 (https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html).
 *
 * The call's reply holds 6,291,456 bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 * Rows stand in it as base64, so it takes 4,718,592 bytes of rows. The size is a hint, which one record
 * may overshoot: its row has at most the 1,024,000 bytes of a Firehose record. For all others
 * 3,694,592 bytes are left, which is 7.04 for each byte of half a MiB.
 *
 * What a byte of a record becomes, in the row's JSON text and in its column:
 * - plain text and numbers, and the punctuation around them: at most 2.2;
 * - a quote or backslash in a string, `\"`: `\\\"` in the text, `\"` in the column, 3 a byte;
 *   in a list or set `\\\"` in the column too, 4 a byte;
 * - a character of a name: 3 for a capital or `_`, 6 for other ASCII (`!` and `_221_`), 3.5 beyond it;
 * - the least record of DynamoDB, about 310 bytes: 2.9 with the row's fixed columns and the reply's entry.
 * So 6 is the worst, of items that are nothing but names of punctuation. Above 7 is only what repeats a
 * path in many columns: a map of 32 levels with hundreds of leaves, or long names above them. No size
 * of the buffer is safe from that, since such a record of 8 KB has a row of 1,000 KiB. What does not fit is
 * answered `ProcessingFailed`, record for record.
 */
export const ITEM_TRANSFORM_BUFFER_MEGABYTES = 0.5;
