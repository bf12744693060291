-- The write path of simple commands in two calls: emit_load reads what a command decides on, emit_append writes what it
-- decided, if nothing moved in between. Both set the tenant themselves, so that a call is a whole transaction.

-- Both look rows up one by one: a statement on `= ANY (array)` is planned anew at every call, which costs ten times the
-- look-up itself.

-- Who calls, what the idempotency key was answered with, and the streams and claims asked for. With p_lock the streams stay
-- locked until the transaction ends, in the order in which they are named. Without a membership, or with several to choose
-- from, the answer says how many and nothing else.
CREATE FUNCTION emit_load(p_sub text, p_tenant uuid, p_key text, p_claims text[], p_streams uuid[], p_lock boolean)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid := p_tenant;
  v_role text;
  v_limit bigint;
  v_members bigint;
  v_answer jsonb;
  v_part jsonb;
  v_found jsonb := '{}';
  v_claim text;
  v_stream uuid;
BEGIN
  IF p_sub IS NOT NULL THEN
    PERFORM set_config('app.sub', p_sub, true);
    IF p_tenant IS NULL THEN
      SELECT tenant_id, role, approval_limit_minor, count(*) OVER () INTO v_tenant, v_role, v_limit, v_members
        FROM memberships WHERE sub = p_sub LIMIT 1;
    ELSE
      SELECT role, approval_limit_minor, 1 INTO v_role, v_limit, v_members
        FROM memberships WHERE tenant_id = p_tenant AND sub = p_sub;
    END IF;
    IF v_members IS DISTINCT FROM 1 THEN RETURN jsonb_build_object('memberships', coalesce(v_members, 0)); END IF;
  END IF;
  PERFORM set_config('app.tenant', v_tenant::text, true);
  SELECT jsonb_build_object('tenantId', tenant_id, 'currency', currency, 'timeZone', time_zone,
      'role', v_role, 'approvalLimitMinor', v_limit)
    INTO v_answer FROM tenants WHERE tenant_id = v_tenant;
  IF NOT FOUND THEN RETURN jsonb_build_object('memberships', 0); END IF;

  IF p_key IS NOT NULL THEN
    SELECT jsonb_build_object('requestHash', request_hash, 'response', response) INTO v_part
      FROM commands WHERE tenant_id = v_tenant AND idempotency_key = p_key;
    IF FOUND THEN RETURN v_answer || jsonb_build_object('replay', v_part); END IF;
  END IF;
  FOREACH v_claim IN ARRAY p_claims LOOP
    SELECT stream_id INTO v_stream FROM claims WHERE tenant_id = v_tenant AND key = v_claim;
    IF FOUND THEN v_found := v_found || jsonb_build_object(v_claim, v_stream); END IF;
  END LOOP;
  v_answer := v_answer || jsonb_build_object('claims', v_found);
  v_found := '{}';
  FOREACH v_stream IN ARRAY p_streams LOOP
    IF p_lock THEN
      PERFORM 1 FROM streams WHERE tenant_id = v_tenant AND stream_id = v_stream FOR UPDATE;
    END IF;
    SELECT jsonb_build_object('type', type, 'version', version, 'state', state) INTO v_part
      FROM streams WHERE tenant_id = v_tenant AND stream_id = v_stream;
    IF FOUND THEN v_found := v_found || jsonb_build_object(v_stream, v_part); END IF;
  END LOOP;
  RETURN v_answer || jsonb_build_object('streams', v_found);
END $$;

-- Writes what a command decided: {tenantId, key?, requestHash?, response?, streams: [{id, type, expected, version, state}],
-- guards?: [{id, version}], events: […], claims?: [{key, streamId}], release?: [key], starts?: [{machine, subjectKey, input,
-- delaySeconds}], caller?: {sub, role, isOnlyTenant}}, streams in the order of their ids. Nothing is written, and the error
-- says why, when a stream is not at its expected version (SM001), a claim is taken (SM002), the idempotency key was used
-- meanwhile (SM003), or the caller is not what is said of them (SM004).
CREATE FUNCTION emit_append(p_write jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid := (p_write ->> 'tenantId')::uuid;
  v_row jsonb;
  v_key text;
  v_rows jsonb;
  v_is_member boolean;
BEGIN
  PERFORM set_config('app.tenant', v_tenant::text, true);
  v_row := p_write -> 'caller';
  IF v_row IS NOT NULL THEN
    PERFORM set_config('app.sub', v_row ->> 'sub', true);
    SELECT bool_or(tenant_id = v_tenant AND role = v_row ->> 'role')
        AND (count(*) = 1 OR NOT (v_row ->> 'isOnlyTenant')::boolean)
      INTO v_is_member FROM memberships WHERE sub = v_row ->> 'sub';
    IF v_is_member IS NOT TRUE THEN RAISE EXCEPTION 'the caller is somebody else' USING ERRCODE = 'SM004'; END IF;
  END IF;
  v_key := p_write ->> 'key';
  IF v_key IS NOT NULL THEN
    INSERT INTO commands (tenant_id, idempotency_key, request_hash, response)
      VALUES (v_tenant, v_key, p_write ->> 'requestHash', p_write -> 'response') ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RAISE EXCEPTION 'the idempotency key is taken' USING ERRCODE = 'SM003'; END IF;
  END IF;
  IF p_write ? 'guards' THEN
    v_rows := p_write -> 'guards';
    FOR i IN 0 .. jsonb_array_length(v_rows) - 1 LOOP
      v_row := v_rows -> i;
      PERFORM 1 FROM streams WHERE tenant_id = v_tenant AND stream_id = (v_row ->> 'id')::uuid
        AND version = (v_row ->> 'version')::int FOR SHARE;
      IF NOT FOUND THEN RAISE EXCEPTION 'a stream moved on' USING ERRCODE = 'SM001'; END IF;
    END LOOP;
  END IF;
  v_rows := p_write -> 'streams';
  FOR i IN 0 .. jsonb_array_length(v_rows) - 1 LOOP
    v_row := v_rows -> i;
    IF (v_row ->> 'expected')::int = 0 THEN
      INSERT INTO streams (tenant_id, stream_id, type, version, state) VALUES (v_tenant, (v_row ->> 'id')::uuid,
        v_row ->> 'type', (v_row ->> 'version')::int, v_row -> 'state') ON CONFLICT DO NOTHING;
    ELSE
      UPDATE streams SET version = (v_row ->> 'version')::int, state = v_row -> 'state'
        WHERE tenant_id = v_tenant AND stream_id = (v_row ->> 'id')::uuid
          AND version = (v_row ->> 'expected')::int AND type = v_row ->> 'type';
    END IF;
    IF NOT FOUND THEN RAISE EXCEPTION 'a stream moved on' USING ERRCODE = 'SM001'; END IF;
  END LOOP;
  v_rows := p_write -> 'events';
  FOR i IN 0 .. jsonb_array_length(v_rows) - 1 LOOP
    v_row := v_rows -> i;
    INSERT INTO events (tenant_id, event_id, stream_id, stream_type, stream_version, type, topic, occurred_at, actor,
        reason, correlation_id, causation_id, execution_id, facts_hash, payload)
      VALUES (v_tenant, (v_row ->> 'eventId')::uuid, (v_row ->> 'streamId')::uuid, v_row ->> 'streamType',
        (v_row ->> 'streamVersion')::int, v_row ->> 'type', v_row ->> 'topic', (v_row ->> 'occurredAt')::timestamptz,
        v_row -> 'actor', nullif(v_row -> 'reason', 'null'), (v_row ->> 'correlationId')::uuid,
        (v_row ->> 'causationId')::uuid, v_row ->> 'executionId', v_row ->> 'factsHash', v_row -> 'payload');
  END LOOP;
  IF p_write ? 'release' THEN
    DELETE FROM claims WHERE tenant_id = v_tenant AND key IN (SELECT jsonb_array_elements_text(p_write -> 'release'));
  END IF;
  IF p_write ? 'claims' THEN
    v_rows := p_write -> 'claims';
    FOR i IN 0 .. jsonb_array_length(v_rows) - 1 LOOP
      v_row := v_rows -> i;
      INSERT INTO claims (tenant_id, key, stream_id) VALUES (v_tenant, v_row ->> 'key', (v_row ->> 'streamId')::uuid)
        ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RAISE EXCEPTION 'a claim is taken' USING ERRCODE = 'SM002'; END IF;
    END LOOP;
  END IF;
  IF p_write ? 'starts' THEN
    v_rows := p_write -> 'starts';
    FOR i IN 0 .. jsonb_array_length(v_rows) - 1 LOOP
      v_row := v_rows -> i;
      PERFORM request_start(v_tenant, v_row ->> 'machine', v_row ->> 'subjectKey', v_row -> 'input',
        (v_row ->> 'delaySeconds')::numeric);
    END LOOP;
  END IF;
END $$;

-- Notes that doorbells were rung for these events of a tenant; one by one, because with all at once the planner may walk
-- through everything that is unpublished instead of looking them up.
CREATE FUNCTION mark_published(p_tenant uuid, p_events uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_event uuid;
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  FOREACH v_event IN ARRAY p_events LOOP
    UPDATE events SET published_at = clock_timestamp() WHERE tenant_id = p_tenant AND event_id = v_event;
  END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION emit_load(text, uuid, text, text[], uuid[], boolean) TO app_emit;
GRANT EXECUTE ON FUNCTION emit_append(jsonb) TO app_emit;
GRANT EXECUTE ON FUNCTION mark_published(uuid, uuid[]) TO app_emit;
