package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// envPrefix begins the name of every environment variable of the configuration.
const envPrefix = "NEWSBOT_"

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
	cfg, at, err := readConfig(path, env)
	if err != nil {
		return nil, err
	}
	if err := validate(cfg, at); err != nil {
		return nil, err
	}
	return cfg, nil
}

// readConfig is loadConfig without the validation; at tells where a key stands.
func readConfig(path string, env []string) (*Config, *places, error) {
	cfg := defaults()
	at := &places{file: path, vars: map[string]string{}}
	if path != "" {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("no configuration at %s: name yours with --config FILE; the README shows one", path)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read configuration: %w", err)
		}
		if err := yaml.UnmarshalWithOptions(data, &cfg, yaml.Strict()); err != nil {
			return nil, nil, yamlError(path, err)
		}
		if at.tree, err = parser.ParseBytes(data, 0); err != nil {
			return nil, nil, yamlError(path, err)
		}
	}
	if err := applyEnv(&cfg, env, at); err != nil {
		return nil, nil, err
	}
	return &cfg, at, nil
}

// yamlError turns the library's error, which draws the source over several
// lines, into one line with a line number. Values are not shown: one may be a
// token.
func yamlError(path string, err error) error {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil {
		return configError{where: path, text: "not a YAML mapping: write keys as in the README"}
	}
	where := fmt.Sprintf("%s:%d", path, y.GetToken().Position.Line)
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		key := y.GetToken().Value
		text := "unknown key"
		if near := nearest(key, allKeys()); near != "" {
			text += fmt.Sprintf("; did you mean %q?", near)
		} else {
			text += "; the README lists the keys"
		}
		return configError{where, fmt.Sprintf("%q", key), text}
	}
	return configError{where, "", oneLine(y.GetMessage())}
}

// applyEnv sets each key whose variable is in env. Values of lists and of the
// like are YAML.
func applyEnv(cfg *Config, env []string, at *places) error {
	values := map[string]string{}
	for _, kv := range env {
		if name, value, ok := strings.Cut(kv, "="); ok && strings.HasPrefix(name, envPrefix) {
			values[name] = value
		}
	}
	return eachKey(reflect.ValueOf(cfg).Elem(), "", func(key string, field reflect.Value) error {
		name := envName(key)
		value, ok := values[name]
		if !ok {
			return nil
		}
		at.vars[key] = name
		if field.Kind() == reflect.String {
			field.SetString(value)
			return nil
		}
		if err := yaml.UnmarshalWithOptions([]byte(value), field.Addr().Interface(), yaml.Strict()); err != nil {
			return configError{"environment", name, "cannot be read as " + kindName(field.Type())}
		}
		return nil
	})
}

// eachKey visits the leaves of a configuration struct: lists count as leaves.
func eachKey(v reflect.Value, prefix string, visit func(key string, field reflect.Value) error) error {
	for i := range v.NumField() {
		key := prefix + v.Type().Field(i).Tag.Get("yaml")
		if v.Field(i).Kind() == reflect.Struct {
			if err := eachKey(v.Field(i), key+".", visit); err != nil {
				return err
			}
			continue
		}
		if err := visit(key, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// allKeys returns the last part of every key that a file may hold.
func allKeys() []string {
	var keys []string
	collect := func(key string, _ reflect.Value) error {
		keys = append(keys, strings.Split(key, ".")...)
		return nil
	}
	cfg := Config{}
	_ = eachKey(reflect.ValueOf(&cfg).Elem(), "", collect) // collect returns no error
	_ = eachKey(reflect.ValueOf(&FeedConfig{}).Elem(), "", collect)
	return keys
}

func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func kindName(t reflect.Type) string {
	switch {
	case t.String() == "time.Duration":
		return `a duration; write it as "30s" or "5m"`
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "a YAML list; write it as [a, b]"
	}
	return "a number"
}

// places tells where the keys of a configuration were set.
type places struct {
	file string
	tree *ast.File
	vars map[string]string // key → variable
}

// wrong returns the error that key (as "feeds[2].url") is wrong.
func (p *places) wrong(key, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	top, _, _ := strings.Cut(key, "[")
	if name, ok := p.vars[top]; ok {
		return configError{"environment", name, text}
	}
	if p.tree != nil {
		if path, err := yaml.PathString("$." + key); err == nil {
			if node, err := path.FilterFile(p.tree); err == nil && node != nil {
				return configError{fmt.Sprintf("%s:%d", p.file, node.GetToken().Position.Line), key, text}
			}
		}
		return configError{p.file, key, text}
	}
	return configError{"configuration", key, text}
}

func lookupEnv(env []string, name string) string {
	value := ""
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}
