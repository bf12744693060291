-- Approvals as data: who may approve what, who decides for whom, and what happens while nobody does.

DO $$ BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO app_sweep_mails', current_database());
END $$;
GRANT USAGE ON SCHEMA public TO app_sweep_mails;
GRANT EXECUTE ON FUNCTION current_tenant() TO app_sweep_mails;

-- No row: the defaults of shared/domain/approvals/approval-policy.ts, version 0.
CREATE TABLE approval_policies (
  tenant_id uuid PRIMARY KEY,
  -- ApprovalPolicy of shared/contracts/events/approval-settings.ts.
  policy jsonb NOT NULL,
  version int NOT NULL,
  changed_by jsonb NOT NULL,
  changed_at timestamptz NOT NULL
);

-- to_sub decides for from_sub on and after from_day, before until_day, in the tenant's time zone.
CREATE TABLE delegations (
  tenant_id uuid NOT NULL,
  delegation_id uuid NOT NULL,
  from_sub text NOT NULL,
  to_sub text NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL CHECK (until_day > from_day),
  delegated_by jsonb NOT NULL,
  delegated_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, delegation_id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['approval_policies', 'delegations'] LOOP
    EXECUTE format('CALL isolate_by_tenant(%L)', name);
    EXECUTE format('GRANT SELECT ON %I TO app_query', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO app_persist', name);
  END LOOP;
END $$;

-- NULL in rows from before: the defaults hold, and nobody is reminded.
ALTER TABLE approvals
  -- The policy that was in force when the order was routed; it holds for this decision.
  ADD COLUMN policy jsonb,
  ADD COLUMN policy_version int,
  -- What a mail says of it beside value and times: shared/contracts/workflows/notifier.ts.
  ADD COLUMN summary jsonb,
  ADD COLUMN remind_at timestamptz,
  ADD COLUMN reminded_at timestamptz,
  ADD COLUMN escalate_at timestamptz,
  ADD COLUMN escalated_at timestamptz,
  -- Set once, where policy gives more time instead of calling the order off.
  ADD COLUMN extended_at timestamptz;
CREATE INDEX approvals_reminding ON approvals (remind_at) WHERE status = 'PENDING' AND reminded_at IS NULL;
CREATE INDEX approvals_escalating ON approvals (escalate_at) WHERE status = 'PENDING' AND escalated_at IS NULL;
GRANT UPDATE (expires_at, reminded_at, escalated_at, extended_at) ON approvals TO app_emit;
GRANT SELECT (remind_at, reminded_at, escalate_at, escalated_at) ON approvals TO app_sweep_approvals;

-- on_behalf_of: whose right it was given in, where not in one's own; neither of the two counts twice.
ALTER TABLE approval_votes
  ADD COLUMN on_behalf_of text,
  ADD COLUMN undo_until timestamptz;

-- Mails to be sent about approvals: written with the event, so that none is forgotten.
CREATE TABLE approval_mails (
  tenant_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('approval-requested', 'approval-reminder', 'approval-escalated')),
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  -- Sent, not needed any more, or given up.
  done_at timestamptz,
  PRIMARY KEY (tenant_id, approval_id, kind),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approvals
);
CREATE INDEX approval_mails_due ON approval_mails (due_at) WHERE done_at IS NULL;
CALL isolate_by_tenant('approval_mails');
GRANT SELECT, INSERT ON approval_mails TO app_emit;
-- Which are due is asked of all tenants at once; what they say is read tenant by tenant.
CREATE POLICY sweep ON approval_mails TO app_sweep_mails USING (true) WITH CHECK (true);
GRANT SELECT ON approval_mails TO app_sweep_mails;
GRANT UPDATE (due_at, attempts, done_at) ON approval_mails TO app_sweep_mails;
GRANT SELECT (tenant_id, approval_id, status, value_minor, currency, required_count, expires_at, policy, summary)
  ON approvals TO app_sweep_mails;
GRANT SELECT (tenant_id, approval_id, sub, on_behalf_of) ON approval_votes TO app_sweep_mails;
GRANT SELECT (tenant_id, sub, role, email, approval_limit_minor) ON memberships TO app_sweep_mails;
GRANT SELECT (tenant_id, from_sub, to_sub, from_day, until_day, ended_at) ON delegations TO app_sweep_mails;
GRANT SELECT (tenant_id, name, time_zone) ON tenants TO app_sweep_mails;
