-- Grain state for Orleans' AdoNet storage provider (10.4.2): one row per grain and state.
--
-- The key is a real primary key, so two silos that write a grain's first state at once cannot both insert: the second
-- waits for the first, finds its row and reports a version conflict. A grain without a string key has the empty string
-- there instead of NULL, which Orleans never reads back. No indexed column is ever updated and a fifth of each page is
-- left free, so most writes stay heap-only (HOT).
CREATE TABLE OrleansStorage
(
    GrainIdHash            integer      NOT NULL,
    GrainTypeHash          integer      NOT NULL,
    GrainIdN0              bigint       NOT NULL,
    GrainIdN1              bigint       NOT NULL,
    GrainTypeString        varchar(512) NOT NULL,
    GrainIdExtensionString varchar(512) NOT NULL,
    ServiceId              varchar(150) NOT NULL,
    Version                integer      NOT NULL,
    ModifiedOn             timestamptz  NOT NULL DEFAULT now(),
    PayloadBinary          bytea,

    PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
)
WITH (fillfactor = 80);

-- Returns the new version. On a conflict it returns what it was given (NULL for a first write), which is how Orleans
-- recognises one.
CREATE FUNCTION orleans_storage_write(
    p_id_hash   integer,
    p_id_n0     bigint,
    p_id_n1     bigint,
    p_type_hash integer,
    p_type      text,
    p_extension text,
    p_service   text,
    p_version   integer,
    p_payload   bytea) RETURNS integer
LANGUAGE plpgsql AS
$body$
DECLARE
    written integer;
BEGIN
    IF p_version IS NULL THEN
        INSERT INTO OrleansStorage AS s
            (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId, Version, PayloadBinary)
        VALUES
            (p_id_hash, p_type_hash, p_id_n0, p_id_n1, p_type, coalesce(p_extension, ''), p_service, 1, p_payload)
        ON CONFLICT DO NOTHING
        RETURNING s.Version INTO written;
    ELSE
        UPDATE OrleansStorage AS s
        SET Version = s.Version + 1, PayloadBinary = p_payload, ModifiedOn = now()
        WHERE s.GrainIdHash = p_id_hash
          AND s.GrainTypeHash = p_type_hash
          AND s.GrainIdN0 = p_id_n0
          AND s.GrainIdN1 = p_id_n1
          AND s.GrainTypeString = p_type
          AND s.GrainIdExtensionString = coalesce(p_extension, '')
          AND s.ServiceId = p_service
          AND s.Version = p_version
        RETURNING s.Version INTO written;
    END IF;

    RETURN coalesce(written, p_version);
END
$body$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('WriteToStorageKey', $query$
SELECT orleans_storage_write(
    @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
    @GrainStateVersion, @PayloadBinary) AS NewGrainStateVersion
$query$),

('ReadFromStorageKey', $query$
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash
  AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND ServiceId = @ServiceId
$query$),

-- Clearing keeps the row and its version: a write from before the clearing must still be recognised as stale.
('ClearStorageKey', $query$
UPDATE OrleansStorage
SET PayloadBinary = NULL, Version = Version + 1, ModifiedOn = now()
WHERE GrainIdHash = @GrainIdHash
  AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND ServiceId = @ServiceId
  AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion
$query$),

-- Used with DeleteStateOnClear. The number returned only has to differ from the one given.
('DeleteStorageKey', $query$
DELETE FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash
  AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND ServiceId = @ServiceId
  AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion
$query$);
