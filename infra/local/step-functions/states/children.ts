import type { Frame, PendingChildren } from '#infra/local/step-functions/engine/frame.ts';

/** What a Parallel or Map frame waits for; a miss means the checkpoint is damaged. */
export function pendingChildren(frame: Frame): PendingChildren {
  if (frame.wait.kind !== 'children') {
    throw new Error(`Frame ${String(frame.id)} waits for '${frame.wait.kind}'; expected its children.`);
  }
  return frame.wait.children;
}
