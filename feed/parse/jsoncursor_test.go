package parse_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"newsbot/feed/parse"
)

// An independent reader must take what this one takes, and read the same in it.
func FuzzJSONValues(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e+3,0,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{}}`, `[1,]`, `{"a" :1,}`, `01`, `1e5`, `1.`, `-`,
		`"\ud800x"`, `"\ud83d\u0041"`, `"\u12"`, `{"a":1 "b"}`, `1E`, `1e+`, `-0.0`, `.5`, "\"a\x01\"", `[]]`, `{}`, `tru`, ``, `"\/\b\f\r\t\\\""`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.Count(s, "[")+strings.Count(s, "{") > 900 {
			return
		}
		got, err := parse.ReadJSON(s, len(s)+4)
		if valid := json.Valid([]byte(s)); (err == nil) != valid {
			t.Fatalf("%q: error %v, but valid is %v", s, err, valid)
		}
		var want string
		if err != nil || json.Unmarshal([]byte(s), &want) != nil || s == "null" {
			return
		}
		if strings.TrimSpace(s)[0] == '"' && got != want {
			t.Fatalf("%q says %q, want %q", s, got, want)
		}
		if cut, _ := parse.ReadJSON(s, 3); !utf8.ValidString(cut) {
			t.Fatalf("%q is cut to %q", s, cut)
		}
	})
}
