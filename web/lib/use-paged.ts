'use client';

import { useInfiniteQuery } from '@tanstack/react-query';

import { callApi } from './browser-api.ts';
import type { CallOf, ReadEndpoint, ResponseOf } from './endpoints.ts';

/** Routes that answer pages. */
export type PagedEndpoint = {
  [E in ReadEndpoint]: ResponseOf<E> extends {
    readonly items: readonly unknown[];
    readonly nextCursor: string | null;
  }
    ? E
    : never;
}[ReadEndpoint];
type ItemOf<E extends PagedEndpoint> =
  ResponseOf<E> extends { readonly items: readonly (infer Item)[] } ? Item : never;
type Page<E extends PagedEndpoint> = {
  readonly items: readonly ItemOf<E>[];
  readonly nextCursor: string | null;
};

type Options<E extends PagedEndpoint> = {
  readonly query: NonNullable<CallOf<E>['query']>;
  /** The first page as the server read it, for this very query. */
  readonly initial: Page<E>;
  readonly readAt: number;
  /** Milliseconds between polls; absent: no polling. */
  readonly pollMs?: number;
};

/** A list that grows page by page. */
export function usePaged<E extends PagedEndpoint>(
  endpoint: E,
  { query, initial, readAt, pollMs }: Options<E>,
) {
  const list = useInfiniteQuery({
    queryKey: [endpoint, query],
    queryFn: async ({ pageParam }) => {
      const paged = pageParam === null ? query : { ...query, cursor: pageParam };
      // Every paged route takes a query with a cursor and answers items with the next one; TypeScript cannot follow that through E.
      return (await callApi(endpoint, { query: paged } as unknown as CallOf<E>)) as unknown as Page<E>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    initialData: { pages: [initial], pageParams: [null] },
    initialDataUpdatedAt: readAt,
    refetchInterval: pollMs ?? false,
  });
  return {
    items: list.data.pages.flatMap(({ items }) => items),
    hasMore: list.hasNextPage,
    loadMore: () => void list.fetchNextPage(),
    isLoadingMore: list.isFetchingNextPage,
    isFailing: list.isError,
    at: list.dataUpdatedAt,
    refetch: list.refetch,
  };
}
