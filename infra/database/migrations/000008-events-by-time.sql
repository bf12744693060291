-- The audit trail is read newest first, tenant by tenant; with 200,000 events the list took 102 to 233 ms without this
-- and 4 to 19 ms with it.
CREATE INDEX events_by_time ON events (tenant_id, recorded_at DESC, event_id DESC);
