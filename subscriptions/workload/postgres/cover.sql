-- An index with all that a match needs, so that the table is not looked at, whose
-- rows with one anchor are far from each other.
DROP INDEX query_anchor;
CREATE INDEX query_anchor ON query (anchor) INCLUDE (q, id);
VACUUM ANALYZE query;
