-- An execution that is redriven runs again: it is archived once more when it ends, with the longer history.
GRANT UPDATE (archived_at) ON executions TO app_start;
GRANT UPDATE (status, stopped_at, steps, history_sha256) ON workflow_history TO app_sweep_history;
