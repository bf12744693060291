/** One Lambda per function of the topology: bundle, role, log group, queue events. */
import { join } from 'node:path';

import { ArnFormat, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EmailIdentity, type IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';

import { eventSources } from '#infra/topology-event-sources.ts';
import { functionSpec, namesOf } from '#infra/topology-names.ts';
import { type EnvironmentValue, type FunctionName, functions, stateMachines } from '#infra/topology.ts';

import type { MessagingStack } from './messaging.ts';

/** The function of that name; the topology may only name what it has. */
function nameOf(text: string): FunctionName {
  const name = namesOf(functions).find((candidate) => candidate === text);
  if (name === undefined) throw new Error(`the topology names the function ${text}, which is not there`);
  return name;
}

type Props = { readonly root: string; readonly messaging: MessagingStack };

/** What each caller of Step Functions may do there; everyone else may do nothing. */
const stepFunctionsActions: Partial<Record<FunctionName, readonly string[]>> = {
  'workflow-starter': ['states:StartExecution', 'states:StopExecution', 'states:RedriveExecution'],
  'approvals-resolve': ['states:SendTaskSuccess', 'states:SendTaskFailure'],
  'data-query': ['states:DescribeExecution', 'states:GetExecutionHistory'],
  'sweeper-history': ['states:DescribeExecution', 'states:GetExecutionHistory'],
};

/** The functions of the topology. */
export class FunctionsStack extends Stack {
  readonly functions: ReadonlyMap<FunctionName, LambdaFunction>;
  readonly #root: string;
  readonly #messaging: MessagingStack;
  readonly #mailDomain: CfnParameter;
  readonly #mailIdentity: IEmailIdentity;
  readonly #appUrl: CfnParameter;

  constructor(scope: Construct, id: string, { root, messaging }: Props) {
    super(scope, id);
    this.#root = root;
    this.#messaging = messaging;
    this.#mailDomain = new CfnParameter(this, 'MailDomain', {
      description: 'Domain that SES has verified; mails come from no-reply at it.',
      allowedPattern: '^[A-Za-z0-9.-]+\\.[A-Za-z]+$',
    });
    this.#mailIdentity = EmailIdentity.fromEmailIdentityName(
      this,
      'MailIdentity',
      this.#mailDomain.valueAsString,
    );
    this.#appUrl = new CfnParameter(this, 'AppUrl', {
      description: 'Address of the web app, for links in mails.',
      allowedPattern: '^https://[^ ]+$',
    });
    this.functions = new Map(namesOf(functions).map((name) => [name, this.lambda(name)]));
    for (const name of namesOf(functions)) this.grantCalls(name);
    this.connectQueues();
  }

  private lambda(name: FunctionName): LambdaFunction {
    const spec = functionSpec(name);
    const environment: Record<string, string> = { FUNCTION_NAME: name };
    for (const [key, value] of Object.entries(spec.environment))
      environment[key] = this.environmentText(value);
    return new NodejsFunction(this, `Function-${name}`, {
      functionName: `stock-mate-${name}`,
      entry: join(this.#root, spec.module),
      handler: 'handler',
      projectRoot: this.#root,
      depsLockFilePath: join(this.#root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(spec.timeoutSeconds),
      memorySize: spec.memoryMb,
      reservedConcurrentExecutions: spec.concurrency,
      tracing: Tracing.ACTIVE,
      environment,
      logGroup: new LogGroup(this, `Logs-${name}`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        // CommonJS packages inside the bundle still ask for Node's own modules by require.
        banner:
          "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  }

  private environmentText(value: EnvironmentValue): string {
    if (typeof value === 'string') return value;
    if ('topicArnPrefix' in value) return this.formatArn({ service: 'sns', resource: 'stock-mate-' });
    if ('stateMachineArnPrefix' in value) return this.stateMachineArn('');
    if ('functionName' in value) return `stock-mate-${value.functionName}`;
    if ('mailFrom' in value) return `Stock-Mate <no-reply@${this.#mailDomain.valueAsString}>`;
    if ('appUrl' in value) return this.#appUrl.valueAsString;
    if ('queueUrl' in value) return this.known(this.#messaging.queues, value.queueUrl).queueUrl;
    return this.known(this.#messaging.tables, value.tableName).tableName;
  }

  private grantCalls(name: FunctionName): void {
    const lambda = this.known(this.functions, name);
    const spec = functionSpec(name);
    if (spec.calls.includes('sns'))
      for (const topic of this.#messaging.topics.values()) topic.grantPublish(lambda);
    const actions = stepFunctionsActions[name];
    if (actions !== undefined) {
      lambda.addToRolePolicy(
        new PolicyStatement({ actions: [...actions], resources: this.stateMachineArns() }),
      );
    }
    for (const value of Object.values(spec.environment)) {
      if (typeof value === 'string') continue;
      if ('queueUrl' in value) this.known(this.#messaging.queues, value.queueUrl).grantSendMessages(lambda);
      if ('mailFrom' in value) this.#mailIdentity.grant(lambda, 'ses:SendEmail');
      if ('tableName' in value)
        this.known(this.#messaging.tables, value.tableName).grantReadWriteData(lambda);
      if ('functionName' in value) this.known(this.functions, nameOf(value.functionName)).grantInvoke(lambda);
    }
  }

  private connectQueues(): void {
    for (const { queue, function: name, batchSize, maxConcurrency } of eventSources) {
      const source = new SqsEventSource(this.known(this.#messaging.queues, queue), {
        batchSize,
        maxConcurrency,
        reportBatchItemFailures: true,
      });
      this.known(this.functions, name).addEventSource(source);
    }
  }

  private stateMachineArns(): string[] {
    return namesOf(stateMachines).flatMap((name) => [
      this.stateMachineArn(name),
      this.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `stock-mate-${name}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ]);
  }

  private stateMachineArn(name: string): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: `stock-mate-${name}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
    const value = map.get(key);
    if (value === undefined) throw new Error(`the topology names ${String(key)}, which is not there`);
    return value;
  }
}
