import { randomUUID } from 'node:crypto';
import type { ApiServices } from '#infra/local/step-functions/api/api-services.ts';
import { machineArn } from '#infra/local/step-functions/api/arns.ts';
import { Execution } from '#infra/local/step-functions/engine/execution.ts';
import { newFrame } from '#infra/local/step-functions/engine/frame.ts';
import type { Visit } from '#infra/local/step-functions/engine/visit.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { dialects } from '#infra/local/step-functions/language/dialects.ts';
import type { TestRequest } from './test-request.ts';

/** A visit to the tested state by an Express execution that exists for the test alone. */
export function testVisit(
  services: ApiServices,
  test: TestRequest,
  inspect: (stage: string, value: Json) => void,
): Visit {
  const name = randomUUID();
  const machineName = randomUUID();
  const arn = machineArn(services, machineName);
  const execution = new Execution(
    {
      id: 0,
      type: 'EXPRESS',
      arn: `${arn.replace(':stateMachine:', ':express:')}:${name}`,
      name,
      machineArn: arn,
      machineName,
      roleArn: test.roleArn,
      startedAt: Date.now(),
      input: test.input,
      redriveCount: 0,
    },
    test.program,
  );
  const { name: state } = test.state;
  const frame = newFrame({ id: 0, parent: null, index: 0, scope: '', state, input: test.input, previous: 0 });
  frame.variables = test.variables;
  frame.entered = { id: 0, previous: 0, at: Date.now() };
  frame.attempts = (test.state.definition.Retry ?? []).map(() => test.retryCount);
  frame.retryCount = test.retryCount;
  execution.add(frame, 'stored');
  return {
    execution,
    frame,
    state: test.state,
    dialect: dialects[test.state.language],
    surroundings: services.engine.surroundings,
    inspect,
    ...(test.context && { context: test.context }),
  };
}
