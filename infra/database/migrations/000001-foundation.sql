-- Who may come in, the write side (streams, claims, events, commands), and what starts workflows.
-- Every table leads with tenant_id and is under row-level security from its first day.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO app_query, app_emit, app_persist, app_resolve, app_start,
    app_sweep_outbox, app_sweep_approvals, app_sweep_history, app_sweep_partitions', current_database());
END $$;
GRANT USAGE ON SCHEMA public TO app_query, app_emit, app_persist, app_resolve, app_start,
  app_sweep_outbox, app_sweep_approvals, app_sweep_history, app_sweep_partitions;

-- The tenant of the transaction; NULL when it was never set, and then no row is visible.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.tenant', true), '')::uuid;
GRANT EXECUTE ON FUNCTION current_tenant() TO app_query, app_emit, app_persist, app_resolve, app_start,
  app_sweep_outbox, app_sweep_approvals, app_sweep_history, app_sweep_partitions;

-- Puts a table under row-level security: rows of the transaction's tenant only, for everyone, the owner included.
CREATE PROCEDURE isolate_by_tenant(table_name text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  EXECUTE format('CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', table_name);
END $$;

CREATE TABLE tenants (
  tenant_id uuid PRIMARY KEY,
  name text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  nightly_at time NOT NULL DEFAULT '02:00',
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL isolate_by_tenant('tenants');
-- Whoever operates the installation sees which tenants there are, superuser or not.
CREATE POLICY operate ON tenants FOR SELECT TO CURRENT_USER USING (true);
GRANT SELECT ON tenants TO app_query, app_emit, app_persist;
-- The starter finds the tenants whose night has come, by ids and times alone.
CREATE POLICY start_nights ON tenants FOR SELECT TO app_start USING (true);
GRANT SELECT (tenant_id, time_zone, nightly_at, created_at) ON tenants TO app_start;

CREATE TABLE memberships (
  tenant_id uuid NOT NULL REFERENCES tenants,
  sub text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'operator', 'approver', 'admin')),
  display_name text NOT NULL,
  -- Highest order value, in minor units of the tenant's currency, that this person may approve; NULL: the role's default.
  approval_limit_minor bigint CHECK (approval_limit_minor >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, sub)
);
CREATE INDEX memberships_by_sub ON memberships (sub);
CALL isolate_by_tenant('memberships');
-- A caller may see which tenants they belong to before one is chosen.
CREATE POLICY own_memberships ON memberships FOR SELECT USING (sub = nullif(current_setting('app.sub', true), ''));
GRANT SELECT ON memberships TO app_query, app_emit, app_persist;
GRANT INSERT, UPDATE, DELETE ON memberships TO app_persist;

CREATE TABLE streams (
  tenant_id uuid NOT NULL,
  stream_id uuid NOT NULL,
  type text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  -- What guards rest on: the fold of the stream's events.
  state jsonb NOT NULL,
  -- Up to here the tables below show the stream.
  applied_version int NOT NULL DEFAULT 0 CHECK (applied_version <= version),
  PRIMARY KEY (tenant_id, stream_id)
) WITH (fillfactor = 70);
CALL isolate_by_tenant('streams');
GRANT SELECT ON streams TO app_query, app_emit, app_persist;
GRANT INSERT ON streams TO app_emit;
GRANT UPDATE (version, state) ON streams TO app_emit;
GRANT UPDATE (applied_version) ON streams TO app_persist;
CREATE POLICY sweep ON streams FOR SELECT TO app_sweep_outbox USING (applied_version < version);
GRANT SELECT (tenant_id, stream_id, type, version, applied_version) ON streams TO app_sweep_outbox;

-- Uniqueness across streams: whoever holds the row holds the key.
CREATE TABLE claims (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  stream_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CALL isolate_by_tenant('claims');
GRANT SELECT, INSERT, DELETE ON claims TO app_emit;
GRANT SELECT ON claims TO app_query;

CREATE TABLE counters (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
CALL isolate_by_tenant('counters');
GRANT SELECT, INSERT, UPDATE ON counters TO app_emit;

CREATE TABLE events (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  stream_id uuid NOT NULL,
  stream_type text NOT NULL,
  stream_version int NOT NULL,
  type text NOT NULL,
  schema_version int NOT NULL DEFAULT 1,
  topic text NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor jsonb NOT NULL,
  reason jsonb,
  correlation_id uuid NOT NULL,
  causation_id uuid,
  execution_id text,
  facts_hash text,
  payload jsonb NOT NULL,
  published_at timestamptz,
  PRIMARY KEY (tenant_id, event_id),
  UNIQUE (tenant_id, stream_id, stream_version)
);
CREATE INDEX events_unpublished ON events (recorded_at) WHERE published_at IS NULL;
CREATE INDEX events_by_correlation ON events (tenant_id, correlation_id);
CALL isolate_by_tenant('events');
GRANT SELECT, INSERT ON events TO app_emit;
GRANT UPDATE (published_at) ON events TO app_emit;
GRANT SELECT ON events TO app_query, app_persist;
CREATE POLICY sweep_read ON events FOR SELECT TO app_sweep_outbox USING (true);
CREATE POLICY sweep_mark ON events FOR UPDATE TO app_sweep_outbox USING (published_at IS NULL) WITH CHECK (true);
GRANT SELECT (tenant_id, event_id, stream_id, stream_version, type, topic, recorded_at, published_at) ON events TO app_sweep_outbox;
GRANT UPDATE (published_at) ON events TO app_sweep_outbox;

-- A command with an idempotency key, and what it was answered.
CREATE TABLE commands (
  tenant_id uuid NOT NULL,
  idempotency_key text NOT NULL CHECK (length(idempotency_key) <= 260),
  request_hash text NOT NULL,
  response jsonb NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, idempotency_key)
);
CALL isolate_by_tenant('commands');
GRANT SELECT, INSERT ON commands TO app_emit;

-- Facts start workflows through this table only.
CREATE SEQUENCE facts_versions;
GRANT USAGE ON SEQUENCE facts_versions TO app_emit, app_persist, app_start;
CREATE TABLE workflow_starts (
  tenant_id uuid NOT NULL,
  machine text NOT NULL,
  subject_key text NOT NULL,
  due_at timestamptz NOT NULL,
  -- Grows with every request, so that a start under way can tell whether it saw the newest.
  facts_version bigint NOT NULL,
  input jsonb NOT NULL,
  PRIMARY KEY (tenant_id, machine, subject_key)
);
CREATE INDEX workflow_starts_due ON workflow_starts (due_at);
CALL isolate_by_tenant('workflow_starts');
GRANT SELECT, INSERT, UPDATE ON workflow_starts TO app_emit, app_persist;
GRANT SELECT ON workflow_starts TO app_query;
CREATE POLICY start ON workflow_starts TO app_start USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON workflow_starts TO app_start;

-- Executions that the starter started: what the product knows of a run without asking Step Functions.
CREATE TABLE executions (
  tenant_id uuid NOT NULL,
  execution_arn text NOT NULL,
  machine text NOT NULL,
  name text NOT NULL,
  subject_key text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, execution_arn)
);
CREATE INDEX executions_unarchived ON executions (started_at) WHERE archived_at IS NULL;
CALL isolate_by_tenant('executions');
GRANT SELECT ON executions TO app_query, app_emit;
CREATE POLICY start ON executions TO app_start USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON executions TO app_start;
CREATE POLICY sweep ON executions TO app_sweep_history USING (true) WITH CHECK (true);
GRANT SELECT ON executions TO app_sweep_history;
GRANT UPDATE (archived_at) ON executions TO app_sweep_history;

CREATE TABLE workflow_history (
  tenant_id uuid NOT NULL,
  execution_arn text NOT NULL,
  machine text NOT NULL,
  name text NOT NULL,
  status text NOT NULL,
  started_at timestamptz NOT NULL,
  stopped_at timestamptz,
  -- Redacted steps: [{id, type, at, state, …}] without tokens, inputs and outputs.
  steps jsonb NOT NULL,
  history_sha256 text NOT NULL,
  PRIMARY KEY (tenant_id, execution_arn)
);
CALL isolate_by_tenant('workflow_history');
GRANT SELECT ON workflow_history TO app_query;
CREATE POLICY sweep ON workflow_history TO app_sweep_history USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON workflow_history TO app_sweep_history;

-- Consumers other than projections remember what they have done.
CREATE TABLE processed_events (
  tenant_id uuid NOT NULL,
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, consumer, event_id)
);
CALL isolate_by_tenant('processed_events');
GRANT SELECT, INSERT ON processed_events TO app_persist;

-- Streams whose next event cannot be applied; they wait here, visible, until someone mends or replays them.
CREATE TABLE quarantine (
  tenant_id uuid NOT NULL,
  stream_id uuid NOT NULL,
  event_id uuid NOT NULL,
  stream_version int NOT NULL,
  type text NOT NULL,
  reason text NOT NULL,
  attempts int NOT NULL DEFAULT 1,
  quarantined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, stream_id)
);
CALL isolate_by_tenant('quarantine');
GRANT SELECT, INSERT, UPDATE, DELETE ON quarantine TO app_persist;
GRANT SELECT ON quarantine TO app_query;
CREATE POLICY sweep ON quarantine FOR SELECT TO app_sweep_outbox USING (true);
GRANT SELECT (tenant_id, stream_id) ON quarantine TO app_sweep_outbox;
