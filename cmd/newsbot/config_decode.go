package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// A decoder puts YAML into a configuration, key by key, so that each mistake
// is told with its line, its key and what belongs there. The values themselves
// are never shown: one may be a token.
type decoder struct {
	wrong func(node ast.Node, key, text string)
	lines map[string]int // by key, as "feeds[2].url", where it stands
}

// value decodes the node of a key into v.
func (d *decoder) value(node ast.Node, key string, v reflect.Value) {
	d.lines[key] = lineOf(node)
	switch {
	case v.Kind() == reflect.Struct:
		d.mapping(node, key, v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		if _, empty := node.(*ast.NullNode); empty {
			return
		}
		list, ok := node.(*ast.SequenceNode)
		if !ok {
			d.wrong(node, key, "is no list; write its items beneath each other, each after a dash, or as [{url: …}, {url: …}]")
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
		for i, item := range list.Values {
			d.value(item, fmt.Sprintf("%s[%d]", key, i), v.Index(i))
		}
	case isAlias(node):
		d.wrong(node, key, "is an alias, which is not understood here; write the value itself")
	default:
		// A fresh value: what cannot be read leaves the default as it is.
		into := reflect.New(v.Type())
		if err := yaml.NodeToValue(node, into.Interface(), yaml.Strict()); err != nil {
			d.wrong(node, key, "is not "+kindName(v.Type()))
			return
		}
		v.Set(into.Elem())
	}
}

// mapping decodes a mapping into a struct; keys left out keep what v has.
func (d *decoder) mapping(node ast.Node, key string, v reflect.Value) {
	var pairs []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.NullNode:
	default:
		d.wrong(node, key, "holds no keys; write them as in the README, each followed by a colon")
	}
	names := fieldNames(v.Type())
	for _, pair := range pairs {
		name := pair.Key.GetToken().Value
		i := slices.Index(names, name)
		if i < 0 {
			text := fmt.Sprintf("%q: unknown key; the README lists the keys", name)
			if near := nearest(name, names); near != "" {
				text = fmt.Sprintf("%q: unknown key; did you mean %q?", name, near)
			}
			d.wrong(pair.Key, "", text)
			continue
		}
		d.value(pair.Value, strings.TrimPrefix(key+"."+name, "."), v.Field(i))
	}
}

// fieldNames returns the keys of a configuration struct, in the order of its fields.
func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = t.Field(i).Tag.Get("yaml")
	}
	return names
}

func isAlias(node ast.Node) bool {
	_, alias := node.(*ast.AliasNode)
	return alias
}

func lineOf(node ast.Node) int {
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// kindName says what belongs into a field.
func kindName(t reflect.Type) string {
	switch {
	case t.String() == "time.Duration":
		return `a duration; write it as "30s" or "5m"`
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int:
		return "a whole number"
	case t.Kind() == reflect.Slice:
		return "a list of numbers; write it as [1, 2]"
	}
	return "a text"
}
