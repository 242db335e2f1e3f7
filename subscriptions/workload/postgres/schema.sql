-- What was asked, as it came, and the stories that tell which lexemes are rare.
CREATE UNLOGGED TABLE asked (shape smallint, a text, b text, turn int GENERATED ALWAYS AS IDENTITY);
CREATE UNLOGGED TABLE story (text text);
