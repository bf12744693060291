/** Service quotas of AWS Step Functions (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
export const limits = {
  /** Input, output or result of a state, task or execution, in UTF-8 bytes. */
  payloadBytes: 262_144,
  historyEvents: 25_000,
  definitionBytes: 1_048_576,
  requestBytes: 1_048_576,
  causeCharacters: 32_768,
  errorCharacters: 256,
  nameCharacters: 80,
  redriveDays: 14,
} as const;

/** True if a payload is larger than a state may pass on. */
export function exceedsPayload(text: string): boolean {
  // A UTF-16 unit is at most three UTF-8 bytes: most texts are decided without counting.
  if (text.length * 3 <= limits.payloadBytes) return false;
  return Buffer.byteLength(text) > limits.payloadBytes;
}
