/** Names of errors that workflows match on (`Retry`, `Catch`); `error.name` is part of the contract. */

/** Our own errors that a workflow names. */
export const workflowErrorNames = ['ModelUnavailable', 'ParkingFailed', 'MailUnavailable'] as const;

/** Name of an error that a workflow matches on. */
export type WorkflowErrorName = (typeof workflowErrorNames)[number];
