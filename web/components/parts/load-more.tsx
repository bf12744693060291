'use client';

import { Button } from '@mantine/core';

import { useI18n } from '#web/lib/i18n.tsx';

/** Shows the next page of a list, where there is one. */
export function LoadMore(props: {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}) {
  const { t } = useI18n();
  if (!props.hasMore) return null;
  return (
    <div>
      <Button variant="default" loading={props.isLoading} onClick={props.onMore}>
        {t.app.loadMore}
      </Button>
    </div>
  );
}
