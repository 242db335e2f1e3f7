-- The lexeme of each word that was asked for.
CREATE UNLOGGED TABLE lexeme AS
SELECT word, (tsvector_to_array(to_tsvector('english', word)))[1] AS lexeme
FROM (SELECT a AS word FROM asked UNION SELECT b FROM asked WHERE b <> '') AS words;

-- How many stories have a lexeme.
CREATE UNLOGGED TABLE frequency AS
SELECT word AS lexeme, ndoc FROM ts_stat($$SELECT to_tsvector('english', text) FROM story$$);

ANALYZE asked, lexeme, frequency;

-- Each distinct query once, by shape (0 keyword, 1 phrase, 2 AND, 3 NOT), in the
-- order in which they came.
CREATE UNLOGGED TABLE query (
  id int GENERATED ALWAYS AS IDENTITY, anchor text NOT NULL, q tsquery NOT NULL, subscribers int NOT NULL);

INSERT INTO query (anchor, q, subscribers)
SELECT
  CASE WHEN shape IN (0, 3) OR coalesce(fa.ndoc, 0) <= coalesce(fb.ndoc, 0) THEN a ELSE b END AS anchor,
  CASE shape WHEN 0 THEN qa WHEN 1 THEN qa <-> qb WHEN 2 THEN qa && qb WHEN 3 THEN qa && !! qb END,
  subscribers
FROM (
  SELECT shape, a, b, quote_literal(a)::tsquery AS qa, quote_literal(b)::tsquery AS qb, count(*) AS subscribers, min(turn) AS turn
  FROM (
    SELECT shape, turn,
      CASE WHEN shape = 2 THEN least(la.lexeme, lb.lexeme) ELSE la.lexeme END AS a,
      CASE WHEN shape = 2 THEN greatest(la.lexeme, lb.lexeme) ELSE lb.lexeme END AS b
    FROM asked JOIN lexeme AS la ON la.word = asked.a LEFT JOIN lexeme AS lb ON lb.word = asked.b
  ) AS stemmed
  GROUP BY shape, a, b
) AS collapsed
LEFT JOIN frequency AS fa ON fa.lexeme = a
LEFT JOIN frequency AS fb ON fb.lexeme = b
ORDER BY turn;

CREATE INDEX query_anchor ON query (anchor);
