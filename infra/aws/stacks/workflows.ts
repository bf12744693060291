/** State machines from the ASL files, with the same substitution as on one machine; and what runs on a schedule. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

import { fillPlaceholders, namesOf, placeholderOf } from '#infra/topology-names.ts';
import { type StateMachineName, schedules, stateMachines } from '#infra/topology.ts';

import type { FunctionsStack } from './functions.ts';

type Props = { readonly root: string; readonly functions: FunctionsStack };

/** State machines and schedules of the topology. */
export class WorkflowsStack extends Stack {
  constructor(scope: Construct, id: string, { root, functions }: Props) {
    super(scope, id);
    for (const name of namesOf(stateMachines)) this.machine(name, { root, functions });
    for (const name of namesOf(schedules)) {
      const { expression, function: functionName, input } = schedules[name];
      const target = functions.functions.get(functionName);
      if (target === undefined)
        throw new Error(`schedule ${name} is for ${functionName}, which is not there`);
      new Schedule(this, `Schedule-${name}`, {
        schedule: ScheduleExpression.expression(expression),
        target: new LambdaInvoke(target, { input: ScheduleTargetInput.fromObject(input) }),
      });
    }
  }

  private machine(name: StateMachineName, { root, functions }: Props): void {
    const { definition, invokes } = stateMachines[name];
    const lambdas = invokes.map((functionName) => {
      const lambda = functions.functions.get(functionName);
      if (lambda === undefined) throw new Error(`${name} invokes ${functionName}, which is not there`);
      return { placeholder: placeholderOf(functionName), lambda };
    });
    const arns = new Map(lambdas.map(({ placeholder, lambda }) => [placeholder, lambda.functionArn]));
    const text = readFileSync(join(root, definition), 'utf8');
    const machine = new StateMachine(this, `Machine-${name}`, {
      stateMachineName: `stock-mate-${name}`,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(fillPlaceholders(text, arns)),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, `Logs-${name}`, {
          logGroupName: `/aws/vendedlogs/states/stock-mate-${name}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Task tokens stand in the arguments.
        includeExecutionData: false,
      },
    });
    // A definition given as text grants nothing by itself.
    for (const { lambda } of lambdas) lambda.grantInvoke(machine);
  }
}
