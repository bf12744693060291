import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';

/** A payload as events carry it: JSON text, and a note that nothing was cut off. */
export function payloadDetails(key: 'input' | 'output', payload: Json): JsonObject {
  return { [key]: JSON.stringify(payload), [`${key}Details`]: { truncated: false } };
}

/** The variables a state assigned, each as JSON text. */
export function variableDetails(assigned: JsonObject | undefined): JsonObject {
  if (!assigned || Object.keys(assigned).length === 0) return {};
  const texts = Object.fromEntries(
    Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return { assignedVariables: texts, assignedVariablesDetails: { truncated: false } };
}
