import { describe, expect, test } from 'vitest';

import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { writeRoutes } from '#shared/contracts/api/writes.ts';

import { openApiDocument } from './openapi.ts';

type Operation = {
  readonly operationId: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly schema?: object }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<Record<string, unknown>>;
};

// What comes out is what goes over the wire: JSON and nothing else.
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};
const routes: readonly Route[] = [...readRoutes, ...writeRoutes];

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

function resolve(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
}

describe('the OpenAPI document', () => {
  test('has exactly the routes that the functions serve', () => {
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(
        ([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`,
      ),
    );
    const served = routes.map(({ method, path, operation }) => `${method} ${path} ${operation}`);
    expect(listed.toSorted()).toEqual(served.toSorted());
  });

  test('refers to nothing that is not in it', () => {
    const references = [...new Set(referencesIn(document))];
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  test('names every operation once', () => {
    const names = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map((operation) => operation.operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test('says of every path parameter that it is there', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(operations)) {
        const found = operation.parameters.filter((each) => each.in === 'path').map((each) => each.name);
        expect(found).toEqual(expected);
      }
    }
  });

  test('gives every answer of a read a schema with its members', () => {
    const schemaless = readRoutes.filter(({ path }) => {
      const answer = JSON.stringify(document.paths[path]?.['get']?.responses['200']);
      return !/"properties"|#\/components/.test(answer);
    });
    expect(schemaless.map(({ operation }) => operation)).toEqual(['getOpenApi']);
    const products = document.paths['/products']?.['get']?.responses['200'];
    expect(JSON.stringify(products)).toContain('#/components/schemas/Product');
    expect(JSON.stringify(products)).toContain('nextCursor');
  });

  test('describes writes: one or many in the body, 202 with Location, problems', () => {
    const add = document.paths['/products']?.['post'];
    expect(JSON.stringify(add?.requestBody)).toContain('"oneOf"');
    expect(JSON.stringify(add?.responses['202'])).toContain('Location');
    expect(Object.keys(add?.responses ?? {})).toEqual(
      expect.arrayContaining(['400', '401', '403', '404', '409', '412', '422']),
    );
  });

  test('knows required and optional members, and defaults, of what is sent', () => {
    expect(document.components.schemas['ProductInput']).toMatchObject({ required: ['sku', 'name'] });
    expect(document.components.schemas['DecisionInput']).toMatchObject({
      required: ['decision', 'factsHash', 'revision'],
    });
    const limit = document.paths['/products']?.['get']?.parameters.find((each) => each.name === 'limit');
    expect(limit?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 1000, default: 50 });
  });
});
