PREPARE match (text) AS
WITH story AS MATERIALIZED (SELECT to_tsvector('english', $1) AS words)
SELECT array_agg(id) FROM query
WHERE anchor = ANY (tsvector_to_array((SELECT words FROM story))) AND (SELECT words FROM story) @@ q;
