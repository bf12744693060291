-- The approval row is the decision; the task token (in DynamoDB) is only the wake-up.
CREATE TABLE approvals (
  tenant_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  revision int NOT NULL,
  execution_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'DECIDED', 'EXPIRED', 'CANCELLED')),
  value_minor bigint NOT NULL,
  currency text NOT NULL,
  required_count int NOT NULL DEFAULT 1 CHECK (required_count > 0),
  facts_hash text NOT NULL,
  -- The material vector per line, as hashed, and the sheet the advice was given: what a replay needs.
  facts jsonb NOT NULL,
  fact_sheet jsonb NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  decision text CHECK (decision IN ('approve', 'amend', 'postpone', 'reject', 'cancel')),
  decision_event_id uuid,
  decided_by text,
  decided_at timestamptz,
  reason jsonb,
  lines jsonb,
  wake jsonb,
  undo_until timestamptz,
  -- Set when the workflow has read the decision: until then the sweeper rings again.
  resumed_at timestamptz,
  PRIMARY KEY (tenant_id, approval_id),
  CHECK ((status = 'DECIDED') = (decision IS NOT NULL))
);
CREATE INDEX approvals_open ON approvals (tenant_id, requested_at) WHERE status = 'PENDING';
CREATE INDEX approvals_by_order ON approvals (tenant_id, purchase_order_id);
CREATE INDEX approvals_unresumed ON approvals (decided_at) WHERE resumed_at IS NULL;
CREATE INDEX approvals_expiring ON approvals (expires_at) WHERE status = 'PENDING';
CALL isolate_by_tenant('approvals');
GRANT SELECT, INSERT ON approvals TO app_emit;
GRANT UPDATE (status, decision, decision_event_id, decided_by, decided_at, reason, lines, wake, undo_until, resumed_at) ON approvals TO app_emit;
GRANT SELECT ON approvals TO app_query;
GRANT SELECT (tenant_id, approval_id, purchase_order_id, status, decision, decided_at, undo_until, resumed_at) ON approvals TO app_resolve;
CREATE POLICY sweep ON approvals FOR SELECT TO app_sweep_approvals USING (true);
GRANT SELECT (tenant_id, approval_id, purchase_order_id, status, decided_at, undo_until, resumed_at, expires_at) ON approvals TO app_sweep_approvals;

CREATE TABLE approval_votes (
  tenant_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  sub text NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, approval_id, sub),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approvals
);
CALL isolate_by_tenant('approval_votes');
GRANT SELECT, INSERT, DELETE ON approval_votes TO app_emit;
GRANT SELECT ON approval_votes TO app_query;
