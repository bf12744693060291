-- An execution of the nightly forecast has the subject `run:<run_id>`: by it a run that was aborted is known as such.
GRANT SELECT (tenant_id, execution_arn, subject_key) ON executions TO app_persist;
