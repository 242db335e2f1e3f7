package telegramtest

import "encoding/json"

// params are the parameters of a request, see Request.Params.
type params map[string]string

func (p params) int(name string, otherwise int64) int64 { return atoi(p[name], otherwise) }

// json reads a parameter that is a JSON value into v; a missing one leaves v alone.
func (p params) json(name string, v any) error {
	if p[name] == "" || p[name] == "null" {
		return nil
	}
	if err := json.Unmarshal([]byte(p[name]), v); err != nil {
		return badRequest("can't parse %s: %v", name, err)
	}
	return nil
}
