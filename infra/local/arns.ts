/** The region and account that every address of the one-machine runtime names. */
export const region = 'us-east-1';
export const account = '000000000000';

export const topicArnPrefix = `arn:aws:sns:${region}:${account}:`;
export const stateMachineArnPrefix = `arn:aws:states:${region}:${account}:stateMachine:`;

/** The ARN of a queue. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** The ARN of a function. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Accepted by every stand-in; the SDKs want some. */
export const dummyCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
