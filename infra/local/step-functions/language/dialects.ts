import type { QueryLanguage } from '#infra/local/step-functions/definition/definition.ts';
import type { Dialect } from '#infra/local/step-functions/engine/visit.ts';
import { jsonataDialect } from './jsonata/dialect.ts';
import { jsonPathDialect } from './jsonpath/dialect.ts';

/** Input and output processing by query language. */
export const dialects: Readonly<Record<QueryLanguage, Dialect>> = {
  JSONata: jsonataDialect,
  JSONPath: jsonPathDialect,
};
