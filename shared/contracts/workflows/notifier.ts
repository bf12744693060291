/** Tasks of notifier: mails that workflows and sweepers ask for. */
import * as v from 'valibot';

import { AbcClass } from '#shared/contracts/events/planning-settings.ts';
import { ForecastRunTrigger } from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { Money } from '#shared/contracts/quantities.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.nullable(v.number());
const words = v.pipe(v.string(), v.maxLength(1000));

/** What a forecast run came to, as a mail says it. */
export const RunSummary = v.strictObject({
  runId: Uuid,
  /** The first day that the run does not know, in the tenant's time zone. */
  asOf: Day,
  trigger: ForecastRunTrigger,
  planned: count,
  failed: count,
  /** Inventory policies that changed. */
  changed: count,
  minutes: v.pipe(v.number(), v.minValue(0)),
  /** By class of value, and at most one row of items without a class; null where nothing could be compared. */
  accuracy: v.pipe(
    v.array(
      v.strictObject({
        abcClass: v.nullable(AbcClass),
        items: count,
        wape: share,
        bias: share,
        mase: v.optional(share),
        coverage80: share,
      }),
    ),
    v.maxLength(4),
  ),
  /** Some of the products that failed. */
  worst: v.pipe(v.array(v.strictObject({ sku: words, name: words, reason: words })), v.maxLength(10)),
  tenantName: words,
  timeZone: words,
});
/** What a forecast run came to, as a mail says it. */
export type RunSummary = v.InferOutput<typeof RunSummary>;

/** What a mail says of an order that waits, kept with its approval. */
export const ApprovalSummary = v.strictObject({
  number: words,
  supplierName: words,
  lineCount: count,
  /** The line most likely to run out, and why it is ordered; null where nothing is known of any. */
  lead: v.nullable(
    v.strictObject({
      sku: words,
      productName: words,
      inventoryPosition: v.number(),
      reorderPoint: v.nullable(v.number()),
    }),
  ),
  /** Last day on which deciding still avoids the median stock-out. */
  decideBy: v.nullable(Day),
  /** The person who proposed it; null: the analysis did. */
  proposedBy: v.nullable(words),
});
/** What a mail says of an order that waits. */
export type ApprovalSummary = v.InferOutput<typeof ApprovalSummary>;

/** An approval that waits, as a mail says it. */
export const WaitingApproval = v.strictObject({
  ...v.omit(ApprovalSummary, ['proposedBy']).entries,
  approvalId: Uuid,
  value: Money,
  requiredCount: count,
  grantedCount: count,
  expiresAt: Instant,
  tenantName: words,
  timeZone: words,
});
/** An approval that waits, as a mail says it. */
export type WaitingApproval = v.InferOutput<typeof WaitingApproval>;

/** Kinds of mails about approvals. */
export const approvalMailKinds = ['approval-requested', 'approval-reminder', 'approval-escalated'] as const;
/** A kind of mail about an approval. */
export type ApprovalMailKind = (typeof approvalMailKinds)[number];

const envelope = {
  /** Addresses as people typed them: one that no mail can go to is refused in the answer, not here. */
  to: v.pipe(v.array(v.pipe(v.string(), v.maxLength(320))), v.maxLength(50)),
  locale: v.picklist(['en', 'de']),
};

/** Tasks of notifier; each is one kind of mail, sent to every address by itself. */
export const NotifierTask = v.variant('task', [
  v.strictObject({ task: v.literal('run-summary'), ...envelope, summary: RunSummary }),
  v.strictObject({ task: v.picklist(approvalMailKinds), ...envelope, approval: WaitingApproval }),
]);
/** Tasks of notifier. */
export type NotifierTask = v.InferOutput<typeof NotifierTask>;

/** What notifier answers: how many mails are on their way, and who cannot get one. */
export type NotifierAnswer = {
  readonly sent: number;
  readonly refused: readonly { readonly to: string; readonly reason: string }[];
};
