package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

const (
	// envPrefix begins the name of every environment variable of the configuration.
	envPrefix = "NEWSBOT_"
	// maxFile bounds the files an operator writes: the configuration, the token.
	maxFile = 4 << 20
)

// A configError is a mistake in the configuration: where it stands (a file and
// line, or a variable), the key, what is wrong and how to mend it.
type configError struct{ where, key, text string }

func (e configError) Error() string {
	if e.key == "" {
		return e.where + ": " + e.text
	}
	return e.where + ": " + e.key + ": " + e.text
}

// loadConfig reads the configuration file (none where path is empty), then the
// environment, and validates the whole. All mistakes come back joined.
func loadConfig(path string, env []string) (*Config, error) {
	cfg := defaults()
	at := &places{file: path, lines: map[string]int{}, vars: map[string]string{}}
	if path != "" {
		if err := at.readFile(&cfg); err != nil {
			return nil, err
		}
	}
	if err := at.readEnv(&cfg, env); err != nil {
		return nil, err
	}
	if err := validate(&cfg, at); err != nil {
		return nil, err
	}
	return &cfg, nil
}

// places tells where the keys of a configuration were set.
type places struct {
	flags bool // all of them are flags of the call
	file  string
	lines map[string]int    // by key, as "feeds[2].url"
	vars  map[string]string // by key, the variable
}

// wrong returns the error that a key (as "feeds[2].url") is wrong.
func (p *places) wrong(key, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if p.flags && key == "url" {
		return errors.New(text)
	}
	if p.flags {
		return fmt.Errorf("--%s: %s", strings.ReplaceAll(key, "_", "-"), text)
	}
	top, _, _ := strings.Cut(key, "[")
	if name, ok := p.vars[top]; ok {
		return configError{"environment", name + strings.TrimPrefix(key, top), text}
	}
	if n, ok := p.lines[key]; ok {
		return configError{fmt.Sprintf("%s:%d", p.file, n), key, text}
	}
	if p.file != "" {
		return configError{p.file, key, text}
	}
	return configError{"configuration", key, text}
}

// readFile reads the configuration file into cfg.
func (p *places) readFile(cfg *Config) error {
	data, err := readSmall(p.file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no configuration at %s: name yours with --config FILE; the README shows one", p.file)
	}
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return decodeYAML(data, reflect.ValueOf(cfg).Elem(), "", p.lines, func(n int, key, text string) error {
		return configError{fmt.Sprintf("%s:%d", p.file, n), key, text}
	})
}

// readEnv sets each key whose variable is in env. Values of lists are YAML.
func (p *places) readEnv(cfg *Config, env []string) error {
	known := []string{"NEWSBOT_CONFIG"}
	var errs []error
	eachKey(reflect.ValueOf(cfg).Elem(), "", func(key string, field reflect.Value) {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		known = append(known, name)
		value, ok := lookupEnv(env, name)
		if !ok {
			return
		}
		p.vars[key] = name
		if field.Kind() == reflect.String {
			field.SetString(value)
			return
		}
		errs = append(errs, decodeYAML([]byte(value), field, key, map[string]int{}, func(_ int, at, text string) error {
			return configError{"environment", name + strings.TrimPrefix(at, key), text}
		}))
	})
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		// Others' variables may begin so, too: a service of this name gives its
		// container some. One that is a slip of ours is told.
		if strings.HasPrefix(name, envPrefix) && !slices.Contains(known, name) {
			if near := nearest(name, known); near != "" {
				errs = append(errs, configError{"environment", name, "unknown variable; did you mean " + near + "?"})
			}
		}
	}
	return errors.Join(errs...)
}

// decodeYAML puts a YAML text into v, whose key is given. Where a mistake
// stands is for wrong to say.
func decodeYAML(data []byte, v reflect.Value, key string, lines map[string]int, wrong func(line int, key, text string) error) error {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		n, text := 1, "this is not YAML"
		var y yaml.Error
		// The library's own words may quote a value; these few do not.
		if errors.As(err, &y) && y.GetToken() != nil {
			n = y.GetToken().Position.Line
			if m := y.GetMessage(); strings.HasPrefix(m, "mapping key") {
				text = "a key stands here for the second time"
			}
		}
		return wrong(n, key, text+"; see the README for how it is written")
	}
	var errs []error
	d := decoder{lines: lines, wrong: func(node ast.Node, key, text string) { errs = append(errs, wrong(lineOf(node), key, text)) }}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue // nothing, or nothing but comments
		}
		if _, comment := doc.Body.(*ast.CommentGroupNode); comment {
			continue
		}
		d.value(doc.Body, key, v)
	}
	return errors.Join(errs...)
}

// eachKey visits the leaves of a configuration struct: lists count as leaves.
func eachKey(v reflect.Value, prefix string, visit func(key string, field reflect.Value)) {
	for i, name := range fieldNames(v.Type()) {
		if field := v.Field(i); field.Kind() == reflect.Struct {
			eachKey(field, prefix+name+".", visit)
		} else {
			visit(prefix+name, field)
		}
	}
}

// lookupEnv returns the last value of a variable, as the shell has it.
func lookupEnv(env []string, name string) (value string, ok bool) {
	for _, kv := range env {
		if v, found := strings.CutPrefix(kv, name+"="); found {
			value, ok = v, true
		}
	}
	return value, ok
}

// readSmall reads a file that an operator wrote. It never hangs on a pipe nor
// reads a device without end.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s is over %d MiB", path, maxFile>>20)
	}
	return data, err
}
