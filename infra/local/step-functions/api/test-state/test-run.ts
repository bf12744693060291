import type { ApiServices } from '#infra/local/step-functions/api/api-services.ts';
import type { Visit } from '#infra/local/step-functions/engine/visit.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import type { TestRequest } from './test-request.ts';

/** One test under way: what was asked, the visit, and the stages of its data flow as they become known. */
export type TestRun = {
  readonly services: ApiServices;
  readonly test: TestRequest;
  readonly visit: Visit;
  readonly stages: Record<string, Json>;
};
