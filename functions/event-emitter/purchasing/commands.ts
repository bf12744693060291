/** Purchasing by name: operations of the API, and what the decision workflow calls. */
import type { InputOf, TransactionRunner } from '#functions/event-emitter/command-table.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { delegate, endDelegationOf } from '#functions/event-emitter/approvals/delegate.ts';
import type { WriteOperation } from '#shared/contracts/api/writes.ts';

import { cancelPurchaseOrder } from './cancel-order.ts';
import {
  acknowledgeOrder,
  closeOrderShort,
  commentOnOrder,
  holdOrder,
  releaseOrder,
  rescheduleOrder,
} from './care-for-order.ts';
import { controlExecution } from './control-execution.ts';
import { decideSeveral } from './decide-several.ts';
import { decide } from './decide.ts';
import { draftOrder } from './draft-order.ts';
import { expireApproval } from './expire-approval.ts';
import { issueOrder, persistOutcome } from './issue-order.ts';
import { proposePurchaseOrder } from './propose-order.ts';
import { receiveForOrder, reverseReceiptOfOrder } from './receive-order.ts';
import { recordAdvice, reserveAdvice } from './record-advice.ts';
import { recordIssues } from './record-issues.ts';
import { escalateApproval, remindApproval } from './remind-approval.ts';
import { routeApproval } from './route-approval.ts';
import { undoDecision } from './undo-decision.ts';

/** A command of the API in a transaction; the door has validated the input by the schema of the operation. */
function apiTransaction<O extends WriteOperation>(
  _operation: O,
  run: (services: Services, context: CommandContext, input: InputOf<O>) => Promise<CommandResult>,
): TransactionRunner {
  // The door parsed it by the schema that InputOf is inferred from.
  return (services, context, input) => run(services, context, input as InputOf<O>);
}

/** Commands of purchasing. */
export const purchasingCommands: Readonly<Record<string, TransactionRunner>> = {
  proposePurchaseOrder: apiTransaction('proposePurchaseOrder', proposePurchaseOrder),
  cancelPurchaseOrder: apiTransaction('cancelPurchaseOrder', cancelPurchaseOrder),
  receiveGoods: apiTransaction('receiveGoods', receiveForOrder),
  reverseReceipt: apiTransaction('reverseReceipt', reverseReceiptOfOrder),
  acknowledgeOrder: apiTransaction('acknowledgeOrder', acknowledgeOrder),
  rescheduleOrder: apiTransaction('rescheduleOrder', rescheduleOrder),
  holdOrder: apiTransaction('holdOrder', holdOrder),
  releaseOrder: apiTransaction('releaseOrder', releaseOrder),
  closeOrderShort: apiTransaction('closeOrderShort', closeOrderShort),
  commentOnOrder: apiTransaction('commentOnOrder', commentOnOrder),
  decide: apiTransaction('decide', decide),
  undoDecision: apiTransaction('undoDecision', undoDecision),
  decideSeveral: apiTransaction('decideSeveral', decideSeveral),
  delegateApprovals: apiTransaction('delegateApprovals', delegate),
  endDelegation: apiTransaction('endDelegation', endDelegationOf),
  controlExecution: apiTransaction('controlExecution', controlExecution),
  RecordIssues: recordIssues,
  DraftOrder: draftOrder,
  ReserveAdvice: reserveAdvice,
  RecordAdvice: recordAdvice,
  RouteApproval: routeApproval,
  IssueOrder: issueOrder,
  PersistOutcome: persistOutcome,
  ExpireApproval: expireApproval,
  RemindApproval: remindApproval,
  EscalateApproval: escalateApproval,
};
