import { randomUUID } from 'node:crypto';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { ApiServices } from './api-services.ts';

/** What a state machine ARN points at: the machine, a version or an alias of it. */
export type MachineReference = {
  readonly arn: string;
  readonly machineArn: string;
  readonly version: number | undefined;
  readonly alias: string | undefined;
};

export function machineArn(services: ApiServices, name: string): string {
  return `arn:aws:states:${services.region}:${services.accountId}:stateMachine:${name}`;
}

export function activityArn(services: ApiServices, name: string): string {
  return `arn:aws:states:${services.region}:${services.accountId}:activity:${name}`;
}

/** `…:execution:<machine>:<name>` of a machine's ARN. */
export function executionArn(ofMachine: string, name: string): string {
  return `${ofMachine.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** `…:express:<machine>:<name>:<id>`: Express executions may share a name. */
export function expressArn(ofMachine: string, name: string): string {
  return `${ofMachine.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`;
}

/** Reads an ARN of a machine, version or alias. */
export function readMachineArn(arn: string): MachineReference {
  const parts = checkedParts(arn, 'stateMachine');
  const machine = parts.slice(0, 7).join(':');
  const qualifier = parts[7];
  const isVersion = qualifier !== undefined && /^\d+$/.test(qualifier);
  return {
    arn,
    machineArn: machine,
    version: isVersion ? Number(qualifier) : undefined,
    alias: isVersion ? undefined : qualifier,
  };
}

/** Checks an ARN of an execution; Express ones are another kind of resource. */
export function checkExecutionArn(arn: string): string {
  if (arn.split(':')[5] === 'express') throw invalidArn('Resource type not valid in this context: express');
  checkedParts(arn, 'execution');
  return arn;
}

/** Checks an ARN of an activity. */
export function checkActivityArn(arn: string): string {
  checkedParts(arn, 'activity');
  return arn;
}

function invalidArn(why: string): ApiError {
  return new ApiError('InvalidArn', `Invalid Arn: '${why}'`);
}

function checkedParts(arn: string, kind: string): readonly string[] {
  const parts = arn.split(':');
  if (parts[0] !== 'arn') throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (parts.length < 7 || parts[2] !== 'states') throw invalidArn(`Invalid ARN: ${arn}`);
  if (!(parts[5] ?? '').startsWith(kind))
    throw invalidArn(`Resource type not valid in this context: ${parts[5] ?? ''}`);
  return parts;
}
