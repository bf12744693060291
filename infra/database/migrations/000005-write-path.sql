-- The write path of simple commands in two calls: emit_load reads what a command decides on, emit_append writes what it
-- decided, if nothing moved in between. Both set the tenant themselves, so that a call is a whole transaction.

-- Who calls, what the idempotency key was answered with, and the streams and claims asked for. With p_lock the rows stay
-- locked until the transaction ends. Members of the answer that have nothing to say are absent.
CREATE FUNCTION emit_load(p_sub text, p_tenant uuid, p_key text, p_claims text[], p_streams uuid[], p_lock boolean)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid := p_tenant;
  v_member memberships;
  v_members int := 0;
  v_answer jsonb;
  v_part jsonb;
BEGIN
  IF p_sub IS NOT NULL THEN
    PERFORM set_config('app.sub', p_sub, true);
    IF p_tenant IS NULL THEN
      FOR v_member IN SELECT * FROM memberships WHERE sub = p_sub LIMIT 2 LOOP v_members := v_members + 1; END LOOP;
    ELSE
      SELECT * INTO v_member FROM memberships WHERE sub = p_sub AND tenant_id = p_tenant;
      IF FOUND THEN v_members := 1; END IF;
    END IF;
    IF v_members <> 1 THEN RETURN jsonb_build_object('memberships', v_members); END IF;
    v_tenant := v_member.tenant_id;
  END IF;
  PERFORM set_config('app.tenant', v_tenant::text, true);
  SELECT jsonb_build_object('tenantId', tenant_id, 'currency', currency, 'timeZone', time_zone,
      'role', v_member.role, 'approvalLimitMinor', v_member.approval_limit_minor)
    INTO v_answer FROM tenants WHERE tenant_id = v_tenant;
  IF NOT FOUND THEN RETURN jsonb_build_object('memberships', 0); END IF;

  IF p_key IS NOT NULL THEN
    SELECT jsonb_build_object('requestHash', request_hash, 'response', response) INTO v_part
      FROM commands WHERE tenant_id = v_tenant AND idempotency_key = p_key;
    IF FOUND THEN RETURN v_answer || jsonb_build_object('replay', v_part); END IF;
  END IF;
  IF cardinality(p_claims) > 0 THEN
    SELECT jsonb_object_agg(key, stream_id) INTO v_part
      FROM claims WHERE tenant_id = v_tenant AND key = ANY (p_claims);
    v_answer := v_answer || jsonb_build_object('claims', coalesce(v_part, '{}'));
  END IF;
  IF cardinality(p_streams) > 0 THEN
    IF p_lock THEN
      -- In one order for everybody, so that two commands on the same streams wait instead of dying.
      PERFORM 1 FROM streams WHERE tenant_id = v_tenant AND stream_id = ANY (p_streams) ORDER BY stream_id FOR UPDATE;
    END IF;
    SELECT jsonb_object_agg(stream_id, jsonb_build_object('type', type, 'version', version, 'state', state)) INTO v_part
      FROM streams WHERE tenant_id = v_tenant AND stream_id = ANY (p_streams);
    v_answer := v_answer || jsonb_build_object('streams', coalesce(v_part, '{}'));
  END IF;
  RETURN v_answer;
END $$;

-- Writes what a command decided: {tenantId, key?, requestHash?, response?, streams: [{id, type, expected, version, state}],
-- guards?: [{id, version}], events: […], claims?: [{key, streamId}], release?: [key], starts?: [{machine, subjectKey, input,
-- delaySeconds}]}. Nothing is written, and the error says why, when a stream is not at its expected version (SM001), a
-- claim is taken (SM002), or the idempotency key was used meanwhile (SM003).
CREATE FUNCTION emit_append(p_write jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid := (p_write ->> 'tenantId')::uuid;
  v_streams jsonb := p_write -> 'streams';
  v_count int;
BEGIN
  PERFORM set_config('app.tenant', v_tenant::text, true);
  IF p_write ? 'key' THEN
    INSERT INTO commands (tenant_id, idempotency_key, request_hash, response)
      VALUES (v_tenant, p_write ->> 'key', p_write ->> 'requestHash', p_write -> 'response')
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RAISE EXCEPTION 'the idempotency key is taken' USING ERRCODE = 'SM003'; END IF;
  END IF;
  IF p_write ? 'guards' THEN
    PERFORM 1 FROM streams s JOIN jsonb_to_recordset(p_write -> 'guards') AS g (id uuid, version int)
      ON s.stream_id = g.id AND s.version = g.version WHERE s.tenant_id = v_tenant FOR SHARE OF s;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count < jsonb_array_length(p_write -> 'guards') THEN
      RAISE EXCEPTION 'a stream moved on' USING ERRCODE = 'SM001';
    END IF;
  END IF;
  IF jsonb_array_length(v_streams) > 1 THEN
    PERFORM 1 FROM streams WHERE tenant_id = v_tenant
      AND stream_id IN (SELECT (s ->> 'id')::uuid FROM jsonb_array_elements(v_streams) s) ORDER BY stream_id FOR UPDATE;
  END IF;
  WITH wanted AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(v_streams) AS w (id uuid, type text, expected int, version int, state jsonb)
  ), changed AS (
    UPDATE streams s SET version = w.version, state = w.state FROM wanted w
    WHERE w.expected > 0 AND s.tenant_id = v_tenant AND s.stream_id = w.id AND s.version = w.expected AND s.type = w.type
    RETURNING 1
  ), added AS (
    INSERT INTO streams (tenant_id, stream_id, type, version, state)
    SELECT v_tenant, w.id, w.type, w.version, w.state FROM wanted w WHERE w.expected = 0
    ON CONFLICT DO NOTHING
    RETURNING 1
  ) SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM added) INTO v_count;
  IF v_count < jsonb_array_length(v_streams) THEN
    RAISE EXCEPTION 'a stream moved on' USING ERRCODE = 'SM001';
  END IF;
  INSERT INTO events (tenant_id, event_id, stream_id, stream_type, stream_version, type, topic, occurred_at, actor, reason,
      correlation_id, causation_id, execution_id, facts_hash, payload)
    SELECT v_tenant, e."eventId", e."streamId", e."streamType", e."streamVersion", e.type, e.topic, e."occurredAt",
      e.actor, e.reason, e."correlationId", e."causationId", e."executionId", e."factsHash", e.payload
    FROM jsonb_to_recordset(p_write -> 'events') AS e ("eventId" uuid, "streamId" uuid, "streamType" text,
      "streamVersion" int, type text, topic text, "occurredAt" timestamptz, actor jsonb, reason jsonb,
      "correlationId" uuid, "causationId" uuid, "executionId" text, "factsHash" text, payload jsonb);
  IF p_write ? 'release' THEN
    DELETE FROM claims WHERE tenant_id = v_tenant AND key IN (SELECT jsonb_array_elements_text(p_write -> 'release'));
  END IF;
  IF p_write ? 'claims' THEN
    INSERT INTO claims (tenant_id, key, stream_id)
      SELECT v_tenant, c.key, c."streamId" FROM jsonb_to_recordset(p_write -> 'claims') AS c (key text, "streamId" uuid)
      ORDER BY c.key ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count < jsonb_array_length(p_write -> 'claims') THEN
      RAISE EXCEPTION 'a claim is taken' USING ERRCODE = 'SM002';
    END IF;
  END IF;
  IF p_write ? 'starts' THEN
    PERFORM request_start(v_tenant, s.machine, s."subjectKey", s.input, s."delaySeconds")
      FROM jsonb_to_recordset(p_write -> 'starts') AS s (machine text, "subjectKey" text, input jsonb, "delaySeconds" numeric);
  END IF;
END $$;

-- Notes that doorbells were rung for these events of a tenant.
CREATE FUNCTION mark_published(p_tenant uuid, p_events uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  UPDATE events SET published_at = clock_timestamp()
    WHERE tenant_id = p_tenant AND event_id = ANY (p_events) AND published_at IS NULL;
END $$;

GRANT EXECUTE ON FUNCTION emit_load(text, uuid, text, text[], uuid[], boolean) TO app_emit;
GRANT EXECUTE ON FUNCTION emit_append(jsonb) TO app_emit;
GRANT EXECUTE ON FUNCTION mark_published(uuid, uuid[]) TO app_emit;
