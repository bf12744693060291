'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { Icon } from '#web/components/parts/icon.tsx';
import { decisionHref } from '#web/lib/approval-filter.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';

type Props = {
  /** Ids of the list, in its order. */
  readonly ids: readonly string[];
  readonly id: string;
  readonly filter: string;
};

/** Where in the list the approval stands, and the way to its neighbours. */
export function QueuePosition({ ids, id, filter }: Props) {
  const { t } = useI18n();
  const router = useRouter();
  const at = ids.indexOf(id);
  const [previous, next] = [at > 0 ? ids[at - 1] : undefined, ids[at + 1]];
  const go = (to: string | undefined) =>
    to === undefined ? undefined : router.push(decisionHref(to, filter));
  useKeys({ j: () => go(next), k: () => go(previous) });
  return (
    <>
      <Link href={filter === '' ? '/approvals' : `/approvals?q=${encodeURIComponent(filter)}`}>
        {t.approvals.title}
      </Link>
      <span className="num">› {at < 0 ? t.decision.notInList : t.decision.position(at + 1, ids.length)}</span>
      {previous === undefined ? null : (
        <Link href={decisionHref(previous, filter)} prefetch={false} aria-label={t.decision.previous}>
          <Icon name="previous" />
        </Link>
      )}
      {next === undefined ? null : (
        // The next page is fetched in full ahead of time: after a decision it shows at once.
        <Link href={decisionHref(next, filter)} prefetch aria-label={t.decision.next}>
          <Icon name="next" />
        </Link>
      )}
    </>
  );
}
