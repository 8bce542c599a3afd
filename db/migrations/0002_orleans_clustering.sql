-- Cluster membership for Orleans' AdoNet clustering provider (10.4.2). A deployment is what Orleans calls a ClusterId.
--
-- Every change of the membership locks the deployment's version row, compares the version with the one the silo had
-- read, and only then touches a member: so changes are serial, and a silo that works from an old view changes nothing.
-- Heartbeats do not take part in that: they overwrite one column of one row, nothing else.

CREATE TABLE OrleansMembershipVersionTable
(
    DeploymentId text           NOT NULL PRIMARY KEY,
    Timestamp    timestamptz(3) NOT NULL DEFAULT now(),
    Version      integer        NOT NULL DEFAULT 0
)
WITH (fillfactor = 50);

CREATE TABLE OrleansMembershipTable
(
    DeploymentId text           NOT NULL REFERENCES OrleansMembershipVersionTable (DeploymentId),
    Address      text           NOT NULL,
    Port         integer        NOT NULL,
    Generation   integer        NOT NULL,
    SiloName     text           NOT NULL,
    HostName     text           NOT NULL,
    Status       integer        NOT NULL,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz(3) NOT NULL,
    IAmAliveTime timestamptz(3) NOT NULL,

    PRIMARY KEY (DeploymentId, Address, Port, Generation)
)
WITH (fillfactor = 50);

-- True when the version row was created by this call.
CREATE FUNCTION orleans_membership_create(p_deployment text) RETURNS boolean
LANGUAGE plpgsql AS
$body$
BEGIN
    INSERT INTO OrleansMembershipVersionTable AS v (DeploymentId)
    VALUES (p_deployment)
    ON CONFLICT DO NOTHING;

    RETURN FOUND;
END
$body$;

-- Locks the version row if it still has the version the caller had read; false when somebody was faster.
CREATE FUNCTION orleans_membership_lock(p_deployment text, p_version integer) RETURNS boolean
LANGUAGE plpgsql AS
$body$
BEGIN
    PERFORM 1
    FROM OrleansMembershipVersionTable AS v
    WHERE v.DeploymentId = p_deployment AND v.Version = p_version
    FOR UPDATE;

    RETURN FOUND;
END
$body$;

CREATE FUNCTION orleans_membership_advance(p_deployment text) RETURNS void
LANGUAGE sql AS
$body$
    UPDATE OrleansMembershipVersionTable
    SET Version = Version + 1, Timestamp = now()
    WHERE DeploymentId = p_deployment;
$body$;

-- A new member is not suspected by anybody yet; Orleans passes no such parameter here.
-- True when the member was new and the version was the expected one; otherwise nothing has changed.
CREATE FUNCTION orleans_membership_insert(
    p_deployment text,
    p_address    text,
    p_port       integer,
    p_generation integer,
    p_silo       text,
    p_host       text,
    p_status     integer,
    p_proxy_port integer,
    p_started    timestamptz,
    p_alive      timestamptz,
    p_version    integer) RETURNS boolean
LANGUAGE plpgsql AS
$body$
BEGIN
    IF NOT orleans_membership_lock(p_deployment, p_version) THEN
        RETURN false;
    END IF;

    INSERT INTO OrleansMembershipTable AS m
        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    VALUES
        (p_deployment, p_address, p_port, p_generation, p_silo, p_host, p_status, p_proxy_port, p_started, p_alive)
    ON CONFLICT DO NOTHING;

    IF NOT FOUND THEN
        RETURN false;
    END IF;

    PERFORM orleans_membership_advance(p_deployment);
    RETURN true;
END
$body$;

-- True when the member exists and the version was the expected one; otherwise nothing has changed.
-- A heartbeat that arrived after the caller's reading is kept: the later of the two times wins.
CREATE FUNCTION orleans_membership_update(
    p_deployment text,
    p_address    text,
    p_port       integer,
    p_generation integer,
    p_status     integer,
    p_suspects   text,
    p_alive      timestamptz,
    p_version    integer) RETURNS boolean
LANGUAGE plpgsql AS
$body$
BEGIN
    IF NOT orleans_membership_lock(p_deployment, p_version) THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipTable AS m
    SET Status = p_status,
        SuspectTimes = p_suspects,
        IAmAliveTime = greatest(m.IAmAliveTime, p_alive)
    WHERE m.DeploymentId = p_deployment
      AND m.Address = p_address
      AND m.Port = p_port
      AND m.Generation = p_generation;

    IF NOT FOUND THEN
        RETURN false;
    END IF;

    PERFORM orleans_membership_advance(p_deployment);
    RETURN true;
END
$body$;

-- Status 3 is Active, status 6 is Dead (Orleans.Runtime.SiloStatus).
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $query$
SELECT orleans_membership_create(@DeploymentId)
$query$),

('InsertMembershipKey', $query$
SELECT orleans_membership_insert(
    @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
    @StartTime, @IAmAliveTime, @Version)
$query$),

('UpdateMembershipKey', $query$
SELECT orleans_membership_update(
    @DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime, @Version)
$query$),

('UpdateIAmAlivetimeKey', $query$
UPDATE OrleansMembershipTable
SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
$query$),

-- The version row answers even when there is no member: Orleans needs the version to insert the first one.
('MembershipReadRowKey', $query$
SELECT v.DeploymentId, v.Version, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
       m.SuspectTimes, m.StartTime, m.IAmAliveTime
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m
       ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
WHERE v.DeploymentId = @DeploymentId
$query$),

('MembershipReadAllKey', $query$
SELECT v.DeploymentId, v.Version, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
       m.SuspectTimes, m.StartTime, m.IAmAliveTime
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m ON m.DeploymentId = v.DeploymentId
WHERE v.DeploymentId = @DeploymentId
$query$),

('GatewaysQueryKey', $query$
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
$query$),

('DeleteMembershipTableEntriesKey', $query$
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
$query$),

-- Old rows of silos known to be dead. A live silo's row stays, however old its heartbeat: its peers decide, not the clock.
('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId
  AND Status = 6
  AND coalesce(SuspectTimes, '') = ''
  AND IAmAliveTime < @IAmAliveTime
  AND StartTime < @IAmAliveTime
$query$),

-- Optional for Orleans: with it, the provider itself judges each dead row, suspicions included, and deletes it only as it was read.
('CleanupDefunctSiloEntryKey', $query$
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
  AND Status = 6
  AND StartTime = @StartTime
  AND IAmAliveTime = @IAmAliveTime
  AND coalesce(SuspectTimes, '') = coalesce(@SuspectTimes, '')
$query$);
