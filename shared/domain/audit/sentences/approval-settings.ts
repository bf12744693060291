import { changedPolicyFields } from '#shared/domain/approvals/policy-state.ts';

import type { SentencesOf } from './sentence.ts';
import { spaced } from './words.ts';

/** Sentences about who may approve what. */
export const approvalSettingsSentences: SentencesOf<
  'ApprovalPolicyChanged' | 'ApprovalDelegated' | 'ApprovalDelegationEnded'
> = {
  ApprovalPolicyChanged: ({ before, after }, { actor }) =>
    `${actor} changed the approval policy: ${changedPolicyFields(before, after).map(spaced).join(', ')}.`,
  ApprovalDelegated: ({ from, to, fromDay, untilDay }, { actor, personOf }) =>
    `${actor} had ${personOf(to)} decide for ${personOf(from)} from ${fromDay} until before ${untilDay}.`,
  ApprovalDelegationEnded: ({ from, to }, { actor, personOf }) =>
    `${actor} ended that ${personOf(to)} decides for ${personOf(from)}.`,
};
