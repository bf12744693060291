import { validateDefinition } from '#infra/local/step-functions/definition/validate.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';

/** Validating definitions without creating anything. */
export const validationOperations: Readonly<Record<string, Operation>> = {
  ValidateStateMachineDefinition: async (request) => validate(request),
};

function validate(request: Request): JsonObject {
  const definition = request.text('definition', { min: 1, max: limits.definitionBytes });
  const type =
    request.optionalText('type', { oneOf: ['STANDARD', 'EXPRESS'] }) === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
  const severity = request.optionalText('severity', { oneOf: ['ERROR', 'WARNING'] });
  const size = request.optionalInteger('maxResults', { min: 0, max: 100 }) ?? 0;
  const limit = size === 0 ? 100 : size;
  const found = validateDefinition(definition, type);
  const shown = found.filter((diagnostic) => severity !== 'ERROR' || diagnostic.severity === 'ERROR');
  return {
    result: found.some((diagnostic) => diagnostic.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: shown.slice(0, limit).map((diagnostic): Json => ({ ...diagnostic })),
    truncated: shown.length > limit,
  };
}
