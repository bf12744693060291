import type { Json } from '#infra/local/step-functions/json.ts';

/** A filter `[?(…)]`. */
export type Filter = (item: Json, root: Json) => boolean;

/** One step of a path. */
export type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly filter: Filter };

/** What a path starts from: the input (`$`), the context object (`$$`) or a variable (`$name`). */
export type PathRoot =
  | { readonly kind: 'input' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string };

/** A parsed path; a definite one leads to at most one value. */
export type Path = {
  readonly text: string;
  readonly root: PathRoot;
  readonly steps: readonly PathStep[];
  readonly isDefinite: boolean;
};
