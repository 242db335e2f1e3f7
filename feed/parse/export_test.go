package parse

// ReadJSON reads one value; of a string it returns what it says.
func ReadJSON(s string, limit int) (string, error) {
	c := jsonCursor{text: s}
	value, err := c.value()
	switch c.peek(); {
	case err != nil:
		return "", err
	case c.pos < len(s):
		return "", c.unexpected("the end")
	case value[0] == '"':
		return unquote(value, limit), nil
	}
	return value, nil
}
