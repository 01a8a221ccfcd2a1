-- toolshed: database schema for PostgreSQL 15
-- 3 entity tables in lending, people; 10 tables in all.
--
-- Run it as a role that may create roles and schemas:
--     psql --set ON_ERROR_STOP=1 --file schema.sql DATABASE
-- It is one transaction: everything is made or nothing.
-- A second run stops at the first CREATE SCHEMA and changes nothing; a change of the schema is a migration.
-- Ids are UUID version 7, made by the application: they sort by time, and a repeat carries the same one.
-- Comments name the requirements and rules behind each table and column.
--
-- Bounded integers keep their small types: a range check stops them long before the type does.
-- squawk-ignore-file prefer-bigint-over-int, prefer-bigint-over-smallint

BEGIN;

----------------------------------------------------------------------------------------------------
-- Extensions
----------------------------------------------------------------------------------------------------
-- searches for parts of words in lending.tool.name (DATA-125)
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

----------------------------------------------------------------------------------------------------
-- Roles: rights are given to these, accounts are made members of them
----------------------------------------------------------------------------------------------------

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'toolshed_owner',
        'toolshed_app',
        'toolshed_worker',
        'toolshed_readonly',
        'toolshed_privacy'
    ] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END $$;

----------------------------------------------------------------------------------------------------
-- Schemas: one for each context
----------------------------------------------------------------------------------------------------

CREATE SCHEMA lending AUTHORIZATION toolshed_owner;
CREATE SCHEMA people AUTHORIZATION toolshed_owner;
CREATE SCHEMA platform AUTHORIZATION toolshed_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SET LOCAL ROLE toolshed_owner;

CREATE FUNCTION platform.touch_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    RETURN NEW;
END $$;
COMMENT ON FUNCTION platform.touch_row() IS 'Counts the version of a row and dates its change, whoever writes it. DATA-042.';

CREATE FUNCTION platform.refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
COMMENT ON FUNCTION platform.refuse_update() IS 'Keeps what was written once as it was written. DATA-066.';

----------------------------------------------------------------------------------------------------
-- people
----------------------------------------------------------------------------------------------------

CREATE TABLE people.member (
    id               uuid        NOT NULL,
    name             text        NOT NULL,
    email            text        NOT NULL,
    identity_subject text,
    version          integer     NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    created_by       text,
    updated_by       text,
    CONSTRAINT member_pkey PRIMARY KEY (id),
    CONSTRAINT member_identity_subject_key UNIQUE (identity_subject),
    CONSTRAINT member_name_check CHECK (char_length(name) BETWEEN 1 AND 80),
    CONSTRAINT member_email_check CHECK (char_length(email) BETWEEN 1 AND 254 AND email ~ '^[^@\s]+@[^@\s]+$')
);

-- keeps rows apart
CREATE UNIQUE INDEX member_email_key ON people.member (lower(email));

COMMENT ON TABLE people.member IS 'Member of people. Maintain Member (DEF-03:people.Member).';
COMMENT ON COLUMN people.member.id IS 'Identity of the member: UUID version 7, made by the application. DEF-03:people.Member, DATA-031, DATA-001.';
COMMENT ON COLUMN people.member.name IS 'Name of the member. pii=identity DEF-03:people.Member, DATA-003.';
COMMENT ON COLUMN people.member.email IS 'Email address; compared without regard to case. pii=contact DEF-03:people.Member, DATA-005.';
COMMENT ON COLUMN people.member.identity_subject IS 'Subject of the identity provider that signs in as this member; never shown by the API. DEF-03:people.Member, API-085.';
COMMENT ON COLUMN people.member.version IS 'Counts the changes of the row; the ETag and the guard against lost updates. DEF-03:people.Member, DATA-041, DATA-042.';
COMMENT ON COLUMN people.member.created_at IS 'When the row was written, UTC. DEF-03:people.Member, DATA-041.';
COMMENT ON COLUMN people.member.updated_at IS 'When the row last changed, UTC; kept by a trigger. DEF-03:people.Member, DATA-041.';
COMMENT ON COLUMN people.member.created_by IS 'Who created the row: the subject of the token or the name of the job. DEF-03:people.Member, DATA-041.';
COMMENT ON COLUMN people.member.updated_by IS 'Who last changed the row: the subject of the token or the name of the job. DEF-03:people.Member, DATA-041.';

CREATE TRIGGER member_touch BEFORE UPDATE ON people.member
    FOR EACH ROW EXECUTE FUNCTION platform.touch_row();

----------------------------------------------------------------------------------------------------
-- lending
----------------------------------------------------------------------------------------------------

CREATE TABLE lending.tool (
    id             uuid          NOT NULL,
    owner_id       uuid          NOT NULL,
    name           text          NOT NULL,
    deposit_amount numeric(12,2) NOT NULL,
    status         text          NOT NULL DEFAULT 'FREE',
    version        integer       NOT NULL DEFAULT 1,
    created_at     timestamptz   NOT NULL DEFAULT now(),
    updated_at     timestamptz   NOT NULL DEFAULT now(),
    created_by     text,
    updated_by     text,
    deleted_at     timestamptz,
    deleted_by     text,
    CONSTRAINT tool_pkey PRIMARY KEY (id),
    CONSTRAINT tool_name_check CHECK (char_length(name) BETWEEN 1 AND 80),
    CONSTRAINT tool_deposit_amount_check CHECK (deposit_amount >= 0),
    CONSTRAINT tool_status_check CHECK (status IN ('FREE', 'LENT')),
    CONSTRAINT tool_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.member (id) ON DELETE RESTRICT
);

-- serves job purge-tool
CREATE INDEX tool_deleted_at_purge_idx ON lending.tool (deleted_at) WHERE deleted_at IS NOT NULL;
-- serves listTools
CREATE INDEX tool_name_trgm_idx ON lending.tool USING gin (name public.gin_trgm_ops);
-- serves listTools
CREATE INDEX tool_status_name_idx ON lending.tool (status, name, id) WHERE deleted_at IS NULL;
-- finds what a foreign key refers to
CREATE INDEX tool_owner_id_idx ON lending.tool (owner_id);

COMMENT ON TABLE lending.tool IS 'Tool of lending. States: FREE, LENT. Offer a tool (FR-1); See free tools nearby (FR-3).';
COMMENT ON COLUMN lending.tool.id IS 'Identity of the tool: UUID version 7, made by the application. FR-1, FR-3, DATA-031, DATA-001.';
COMMENT ON COLUMN lending.tool.owner_id IS 'Owner: the member whose tool it is; taken from the token. FR-1, FR-3, DATA-044.';
COMMENT ON COLUMN lending.tool.name IS 'Name of the tool. FR-1, FR-3, DATA-003.';
COMMENT ON COLUMN lending.tool.deposit_amount IS 'Deposit in EUR, at least 0. FR-1, FR-3, DATA-010, DATA-050.';
COMMENT ON COLUMN lending.tool.status IS 'State of the tool: FREE or LENT; changed by lend and return only. FR-1, FR-3, DATA-064, DATA-065.';
COMMENT ON COLUMN lending.tool.version IS 'Counts the changes of the row; the ETag and the guard against lost updates. FR-1, FR-3, DATA-041, DATA-042.';
COMMENT ON COLUMN lending.tool.created_at IS 'When the row was written, UTC. FR-1, FR-3, DATA-041.';
COMMENT ON COLUMN lending.tool.updated_at IS 'When the row last changed, UTC; kept by a trigger. FR-1, FR-3, DATA-041.';
COMMENT ON COLUMN lending.tool.created_by IS 'Who created the row: the subject of the token or the name of the job. FR-1, FR-3, DATA-041.';
COMMENT ON COLUMN lending.tool.updated_by IS 'Who last changed the row: the subject of the token or the name of the job. FR-1, FR-3, DATA-041.';
COMMENT ON COLUMN lending.tool.deleted_at IS 'When the tool was deleted; empty while it is in use. FR-1, FR-3, DATA-070.';
COMMENT ON COLUMN lending.tool.deleted_by IS 'Who deleted the tool. FR-1, FR-3, DATA-070.';

CREATE TABLE lending.tool_transition (
    from_status text NOT NULL,
    to_status   text NOT NULL,
    event       text NOT NULL,
    CONSTRAINT tool_transition_pkey PRIMARY KEY (from_status, to_status, event)
);

COMMENT ON TABLE lending.tool_transition IS 'Permitted changes of lending.tool.status; the guard refuses all others. FR-1, FR-3, DATA-065.';
COMMENT ON COLUMN lending.tool_transition.from_status IS 'State that is left. FR-1, FR-3, DATA-065.';
COMMENT ON COLUMN lending.tool_transition.to_status IS 'State that is reached. FR-1, FR-3, DATA-065.';
COMMENT ON COLUMN lending.tool_transition.event IS 'Event that leads there. FR-1, FR-3, DATA-065.';

CREATE TABLE lending.tool_status_history (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    tool_id     uuid        NOT NULL,
    from_status text,
    to_status   text        NOT NULL,
    event       text,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    actor_id    text,
    request_id  text,
    CONSTRAINT tool_status_history_pkey PRIMARY KEY (id),
    CONSTRAINT tool_status_history_tool_id_fkey FOREIGN KEY (tool_id) REFERENCES lending.tool (id) ON DELETE CASCADE
);

-- finds what a foreign key refers to
CREATE INDEX tool_status_history_tool_id_occurred_at_idx ON lending.tool_status_history (tool_id, occurred_at);

COMMENT ON TABLE lending.tool_status_history IS 'Every state a Tool had, when and through whom; written by a trigger. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.id IS 'Order of writing. FR-1, FR-3, DATA-032.';
COMMENT ON COLUMN lending.tool_status_history.tool_id IS 'The Tool that changed. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.from_status IS 'State before; empty for the first one. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.to_status IS 'State after. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.event IS 'Event that moved it; empty for the first state. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.occurred_at IS 'When it changed, UTC. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.actor_id IS 'Who changed it: the subject of the token or the name of the job. FR-1, FR-3, DATA-066.';
COMMENT ON COLUMN lending.tool_status_history.request_id IS 'Id of the request, the one in logs and traces. FR-1, FR-3, API-079.';

CREATE TABLE lending.loan (
    id          uuid        NOT NULL,
    tool_id     uuid        NOT NULL,
    borrower_id uuid        NOT NULL,
    due_on      date        NOT NULL,
    status      text        NOT NULL DEFAULT 'OPEN',
    version     integer     NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text,
    updated_by  text,
    CONSTRAINT loan_pkey PRIMARY KEY (id),
    CONSTRAINT loan_status_check CHECK (status IN ('OPEN', 'CLOSED')),
    CONSTRAINT loan_tool_id_fkey FOREIGN KEY (tool_id) REFERENCES lending.tool (id) ON DELETE RESTRICT,
    CONSTRAINT loan_borrower_id_fkey FOREIGN KEY (borrower_id) REFERENCES people.member (id) ON DELETE RESTRICT
);

-- keeps rows apart
CREATE UNIQUE INDEX loan_tool_id_open_key ON lending.loan (tool_id) WHERE status = 'OPEN';
-- serves job purge-loan
CREATE INDEX loan_created_at_purge_idx ON lending.loan (created_at) WHERE status = 'CLOSED';
-- finds what a foreign key refers to
CREATE INDEX loan_tool_id_idx ON lending.loan (tool_id);
-- finds what a foreign key refers to
CREATE INDEX loan_borrower_id_idx ON lending.loan (borrower_id);

COMMENT ON TABLE lending.loan IS 'Loan of lending. States: OPEN, CLOSED. Borrow a tool (FR-2).';
COMMENT ON COLUMN lending.loan.id IS 'Identity of the loan: UUID version 7, made by the application. FR-2, DATA-031, DATA-001.';
COMMENT ON COLUMN lending.loan.tool_id IS 'The tool of the loan. FR-2, DATA-044.';
COMMENT ON COLUMN lending.loan.borrower_id IS 'Borrower: the member whose loan it is; taken from the token. FR-2, DATA-044.';
COMMENT ON COLUMN lending.loan.due_on IS 'Due on: a date. FR-2, DATA-013.';
COMMENT ON COLUMN lending.loan.status IS 'State of the loan: OPEN or CLOSED; changed by return only. FR-2, DATA-064, DATA-065.';
COMMENT ON COLUMN lending.loan.version IS 'Counts the changes of the row; the ETag and the guard against lost updates. FR-2, DATA-041, DATA-042.';
COMMENT ON COLUMN lending.loan.created_at IS 'When the row was written, UTC. FR-2, DATA-041.';
COMMENT ON COLUMN lending.loan.updated_at IS 'When the row last changed, UTC; kept by a trigger. FR-2, DATA-041.';
COMMENT ON COLUMN lending.loan.created_by IS 'Who created the row: the subject of the token or the name of the job. FR-2, DATA-041.';
COMMENT ON COLUMN lending.loan.updated_by IS 'Who last changed the row: the subject of the token or the name of the job. FR-2, DATA-041.';

CREATE TABLE lending.loan_transition (
    from_status text NOT NULL,
    to_status   text NOT NULL,
    event       text NOT NULL,
    CONSTRAINT loan_transition_pkey PRIMARY KEY (from_status, to_status, event)
);

COMMENT ON TABLE lending.loan_transition IS 'Permitted changes of lending.loan.status; the guard refuses all others. FR-2, DATA-065.';
COMMENT ON COLUMN lending.loan_transition.from_status IS 'State that is left. FR-2, DATA-065.';
COMMENT ON COLUMN lending.loan_transition.to_status IS 'State that is reached. FR-2, DATA-065.';
COMMENT ON COLUMN lending.loan_transition.event IS 'Event that leads there. FR-2, DATA-065.';

CREATE TABLE lending.loan_status_history (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    loan_id     uuid        NOT NULL,
    from_status text,
    to_status   text        NOT NULL,
    event       text,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    actor_id    text,
    request_id  text,
    CONSTRAINT loan_status_history_pkey PRIMARY KEY (id),
    CONSTRAINT loan_status_history_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES lending.loan (id) ON DELETE CASCADE
);

-- finds what a foreign key refers to
CREATE INDEX loan_status_history_loan_id_occurred_at_idx ON lending.loan_status_history (loan_id, occurred_at);

COMMENT ON TABLE lending.loan_status_history IS 'Every state a Loan had, when and through whom; written by a trigger. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.id IS 'Order of writing. FR-2, DATA-032.';
COMMENT ON COLUMN lending.loan_status_history.loan_id IS 'The Loan that changed. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.from_status IS 'State before; empty for the first one. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.to_status IS 'State after. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.event IS 'Event that moved it; empty for the first state. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.occurred_at IS 'When it changed, UTC. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.actor_id IS 'Who changed it: the subject of the token or the name of the job. FR-2, DATA-066.';
COMMENT ON COLUMN lending.loan_status_history.request_id IS 'Id of the request, the one in logs and traces. FR-2, API-079.';

INSERT INTO lending.tool_transition (from_status, to_status, event) VALUES
    ('FREE', 'LENT', 'lend'),
    ('LENT', 'FREE', 'return');

CREATE FUNCTION lending.tool_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.status <> 'FREE' THEN
        RAISE EXCEPTION 'a new row starts as %, not as %', 'FREE', NEW.status
            USING ERRCODE = '23514', CONSTRAINT = 'tool_transition';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
        SELECT 1 FROM lending.tool_transition AS move
        WHERE move.from_status = OLD.status AND move.to_status = NEW.status
    ) THEN
        RAISE EXCEPTION 'illegal transition % to %', OLD.status, NEW.status
            USING ERRCODE = '23514', CONSTRAINT = 'tool_transition';
    END IF;
    RETURN NEW;
END $guard$;
CREATE TRIGGER tool_guard BEFORE INSERT OR UPDATE ON lending.tool
    FOR EACH ROW EXECUTE FUNCTION lending.tool_guard();

CREATE TRIGGER tool_touch BEFORE UPDATE ON lending.tool
    FOR EACH ROW EXECUTE FUNCTION platform.touch_row();

CREATE FUNCTION lending.tool_remember() RETURNS trigger LANGUAGE plpgsql AS $remember$
DECLARE
    before_status text;
    cause         text := nullif(current_setting('app.event', true), '');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before_status := OLD.status;
        IF before_status = NEW.status THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT coalesce(max(move.event) FILTER (WHERE move.event = cause), min(move.event)) INTO cause
    FROM lending.tool_transition AS move
    WHERE move.from_status = before_status AND move.to_status = NEW.status;
    INSERT INTO lending.tool_status_history (tool_id, from_status, to_status, event, actor_id, request_id)
    VALUES (NEW.id, before_status, NEW.status, cause, NEW.updated_by, nullif(current_setting('app.request_id', true), ''));
    RETURN NULL;
END $remember$;
CREATE TRIGGER tool_remember AFTER INSERT OR UPDATE OF status ON lending.tool
    FOR EACH ROW EXECUTE FUNCTION lending.tool_remember();

CREATE TRIGGER tool_status_history_refuse_update BEFORE UPDATE ON lending.tool_status_history
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_update();

INSERT INTO lending.loan_transition (from_status, to_status, event) VALUES
    ('OPEN', 'CLOSED', 'return');

CREATE FUNCTION lending.loan_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.status <> 'OPEN' THEN
        RAISE EXCEPTION 'a new row starts as %, not as %', 'OPEN', NEW.status
            USING ERRCODE = '23514', CONSTRAINT = 'loan_transition';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
        SELECT 1 FROM lending.loan_transition AS move
        WHERE move.from_status = OLD.status AND move.to_status = NEW.status
    ) THEN
        RAISE EXCEPTION 'illegal transition % to %', OLD.status, NEW.status
            USING ERRCODE = '23514', CONSTRAINT = 'loan_transition';
    END IF;
    RETURN NEW;
END $guard$;
CREATE TRIGGER loan_guard BEFORE INSERT OR UPDATE ON lending.loan
    FOR EACH ROW EXECUTE FUNCTION lending.loan_guard();

CREATE TRIGGER loan_touch BEFORE UPDATE ON lending.loan
    FOR EACH ROW EXECUTE FUNCTION platform.touch_row();

CREATE FUNCTION lending.loan_remember() RETURNS trigger LANGUAGE plpgsql AS $remember$
DECLARE
    before_status text;
    cause         text := nullif(current_setting('app.event', true), '');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before_status := OLD.status;
        IF before_status = NEW.status THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT coalesce(max(move.event) FILTER (WHERE move.event = cause), min(move.event)) INTO cause
    FROM lending.loan_transition AS move
    WHERE move.from_status = before_status AND move.to_status = NEW.status;
    INSERT INTO lending.loan_status_history (loan_id, from_status, to_status, event, actor_id, request_id)
    VALUES (NEW.id, before_status, NEW.status, cause, NEW.updated_by, nullif(current_setting('app.request_id', true), ''));
    RETURN NULL;
END $remember$;
CREATE TRIGGER loan_remember AFTER INSERT OR UPDATE OF status ON lending.loan
    FOR EACH ROW EXECUTE FUNCTION lending.loan_remember();

CREATE TRIGGER loan_status_history_refuse_update BEFORE UPDATE ON lending.loan_status_history
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_update();

----------------------------------------------------------------------------------------------------
-- platform
----------------------------------------------------------------------------------------------------

CREATE TABLE platform.idempotency_key (
    principal_id     text        NOT NULL,
    operation_id     text        NOT NULL,
    key              text        NOT NULL,
    request_hash     bytea       NOT NULL,
    state            text        NOT NULL DEFAULT 'IN_PROGRESS',
    response_status  smallint,
    response_headers jsonb,
    response_body    bytea,
    locked_until     timestamptz,
    created_at       timestamptz NOT NULL DEFAULT now(),
    expires_at       timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (principal_id, operation_id, key),
    CONSTRAINT idempotency_key_principal_id_check CHECK (char_length(principal_id) <= 255),
    CONSTRAINT idempotency_key_operation_id_check CHECK (char_length(operation_id) <= 120),
    CONSTRAINT idempotency_key_key_check CHECK (char_length(key) BETWEEN 16 AND 255),
    CONSTRAINT idempotency_key_request_hash_check CHECK (octet_length(request_hash) = 32),
    CONSTRAINT idempotency_key_state_check CHECK (state IN ('IN_PROGRESS', 'COMPLETED')),
    CONSTRAINT idempotency_key_response_status_check CHECK (response_status BETWEEN 100 AND 599)
);

-- serves job purge-idempotency-key
CREATE INDEX idempotency_key_expires_at_idx ON platform.idempotency_key (expires_at);

COMMENT ON TABLE platform.idempotency_key IS 'Answers to requests that carried an Idempotency-Key, so that a repeated request has one effect. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.principal_id IS 'Subject of the token that sent the request. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.operation_id IS 'Operation the key was sent to. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.key IS 'The key as sent by the client, 16 to 255 characters. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.request_hash IS 'SHA-256 of method, path and canonical body; another body with the same key is refused (API-054). FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.state IS 'Whether the answer is ready to be repeated. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.response_status IS 'HTTP status of the answer. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.response_headers IS 'Headers of the answer that are repeated. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.response_body IS 'Body of the answer, byte for byte; it may hold personal data and dies with the row. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.locked_until IS 'Until when the first request may still be running. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.created_at IS 'When the key was first seen, UTC. FR-2, DATA-107, API-052.';
COMMENT ON COLUMN platform.idempotency_key.expires_at IS 'When the key may be forgotten: 24 hours after it was first seen. FR-2, DATA-107, API-052.';

CREATE TABLE platform.erasure_ledger (
    id                uuid        NOT NULL,
    table_name        text        NOT NULL,
    row_id            uuid        NOT NULL,
    requested_at      timestamptz NOT NULL DEFAULT now(),
    requested_through text        NOT NULL,
    legal_hold        boolean     NOT NULL DEFAULT false,
    completed_at      timestamptz,
    CONSTRAINT erasure_ledger_pkey PRIMARY KEY (id),
    CONSTRAINT erasure_ledger_table_name_row_id_key UNIQUE (table_name, row_id),
    CONSTRAINT erasure_ledger_table_name_check CHECK (table_name = 'people.member'),
    CONSTRAINT erasure_ledger_requested_through_check CHECK (char_length(requested_through) <= 120)
);

-- serves job erase-member
CREATE INDEX erasure_ledger_table_name_requested_at_idx ON platform.erasure_ledger (table_name, requested_at) WHERE completed_at IS NULL;
-- serves job purge-erasure-ledger
CREATE INDEX erasure_ledger_completed_at_idx ON platform.erasure_ledger (completed_at) WHERE completed_at IS NOT NULL;

COMMENT ON TABLE platform.erasure_ledger IS 'Requests of persons to be erased, ids only; played again after a restore, so that no backup brings anyone back. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.id IS 'Identity of the request. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.table_name IS 'Table of the person''s row. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.row_id IS 'Row that is to be emptied of personal data. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.requested_at IS 'When the person asked, UTC; done within 30 days (GDPR article 12). DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.requested_through IS 'Channel or ticket, without a name. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.legal_hold IS 'Whether a law forbids erasure for now; the worker passes such rows over. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';
COMMENT ON COLUMN platform.erasure_ledger.completed_at IS 'When it was done; empty while it waits. DEF-03:people.Member, DATA-071, DATA-084, PRV-012.';

CREATE TABLE platform.login_session (
    id_hash      bytea       NOT NULL,
    subject      text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    tokens_enc   bytea,
    tokens_kid   text,
    CONSTRAINT login_session_pkey PRIMARY KEY (id_hash),
    CONSTRAINT login_session_id_hash_check CHECK (octet_length(id_hash) = 32),
    CONSTRAINT login_session_subject_check CHECK (char_length(subject) <= 255),
    CONSTRAINT login_session_tokens_kid_check CHECK (char_length(tokens_kid) <= 64)
);

-- serves job purge-login-session
CREATE INDEX login_session_expires_at_idx ON platform.login_session (expires_at);

COMMENT ON TABLE platform.login_session IS 'People who are signed in: the cookie carries a random value, this row the rest; ending the row signs out at once. API-085.';
COMMENT ON COLUMN platform.login_session.id_hash IS 'SHA-256 of the value in the cookie; the value itself is nowhere kept. API-085.';
COMMENT ON COLUMN platform.login_session.subject IS 'Subject at the identity provider. API-085.';
COMMENT ON COLUMN platform.login_session.created_at IS 'When the person signed in, UTC. API-085.';
COMMENT ON COLUMN platform.login_session.last_seen_at IS 'Last request, UTC, to the minute. API-085.';
COMMENT ON COLUMN platform.login_session.expires_at IS 'When the person has to sign in again, UTC. API-085.';
COMMENT ON COLUMN platform.login_session.tokens_enc IS 'Tokens of the identity provider, encrypted by the application (DATA-081). API-085.';
COMMENT ON COLUMN platform.login_session.tokens_kid IS 'Key they are encrypted with. API-085.';

----------------------------------------------------------------------------------------------------
-- Grants: what is not granted is refused
----------------------------------------------------------------------------------------------------

-- Owns every object; only migrations run under it.

-- Serves the API: reads and writes what its operations name, creates no object.
-- Deletes rows of platform.login_session and of no other table.
GRANT USAGE ON SCHEMA lending TO toolshed_app;
GRANT USAGE ON SCHEMA people TO toolshed_app;
GRANT USAGE ON SCHEMA platform TO toolshed_app;
GRANT SELECT, INSERT, UPDATE (name, deposit_amount, status, version, updated_at, updated_by, deleted_at, deleted_by) ON lending.tool TO toolshed_app;
GRANT SELECT ON lending.tool_transition TO toolshed_app;
GRANT INSERT ON lending.tool_status_history TO toolshed_app;
GRANT SELECT, INSERT, UPDATE (status, version, updated_at, updated_by) ON lending.loan TO toolshed_app;
GRANT SELECT ON lending.loan_transition TO toolshed_app;
GRANT INSERT ON lending.loan_status_history TO toolshed_app;
GRANT SELECT, INSERT, UPDATE (name, email, identity_subject, version, updated_at, updated_by) ON people.member TO toolshed_app;
GRANT SELECT, INSERT, UPDATE (state, response_status, response_headers, response_body, locked_until) ON platform.idempotency_key TO toolshed_app;
GRANT SELECT, INSERT, UPDATE (last_seen_at, expires_at, tokens_enc, tokens_kid), DELETE ON platform.login_session TO toolshed_app;

-- Runs the jobs: each has the rights that its statement needs.
GRANT USAGE ON SCHEMA lending TO toolshed_worker;
GRANT USAGE ON SCHEMA people TO toolshed_worker;
GRANT USAGE ON SCHEMA platform TO toolshed_worker;
GRANT SELECT, UPDATE (updated_by, deleted_at, deleted_by), DELETE ON lending.tool TO toolshed_worker;
GRANT SELECT ON lending.tool_transition TO toolshed_worker;
GRANT SELECT, DELETE ON lending.loan TO toolshed_worker;
GRANT SELECT, UPDATE (name, email, identity_subject, updated_by) ON people.member TO toolshed_worker;
GRANT SELECT, DELETE ON platform.idempotency_key TO toolshed_worker;
GRANT SELECT, UPDATE (completed_at), DELETE ON platform.erasure_ledger TO toolshed_worker;
GRANT SELECT, DELETE ON platform.login_session TO toolshed_worker;

-- Looks up entities and their histories in support cases; personal columns are refused.
GRANT USAGE ON SCHEMA lending TO toolshed_readonly;
GRANT USAGE ON SCHEMA people TO toolshed_readonly;
GRANT SELECT ON lending.tool TO toolshed_readonly;
GRANT SELECT ON lending.tool_transition TO toolshed_readonly;
GRANT SELECT ON lending.tool_status_history TO toolshed_readonly;
GRANT SELECT ON lending.loan TO toolshed_readonly;
GRANT SELECT ON lending.loan_transition TO toolshed_readonly;
GRANT SELECT ON lending.loan_status_history TO toolshed_readonly;
GRANT SELECT (id, version, created_at, updated_at, created_by, updated_by) ON people.member TO toolshed_readonly;

-- Takes in requests of persons to be erased and puts a legal hold on them; sees no other table.
GRANT USAGE ON SCHEMA platform TO toolshed_privacy;
GRANT SELECT, INSERT, UPDATE (legal_hold) ON platform.erasure_ledger TO toolshed_privacy;

COMMIT;
