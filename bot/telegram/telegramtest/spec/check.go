package spec

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Check says everything that is wrong with the parameters of a method: strings
// as they stand in a form, other values as JSON. It is sorted, and empty where all
// is well.
func (s *Spec) Check(method string, params map[string]string) []string {
	fields, ok := s.Methods[method]
	if !ok {
		return []string{fmt.Sprintf("%s: no such method", method)}
	}
	var wrong []string
	for name, value := range params {
		f, ok := fields[name]
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%s: unknown parameter %s", method, name))
			continue
		}
		wrong = append(wrong, s.formValue(method+"."+name, f, value)...)
	}
	wrong = append(wrong, missing(fields, method, params)...)
	slices.Sort(wrong)
	return wrong
}

// missing says which required fields an object has not.
func missing[V any](fields Fields, path string, object map[string]V) []string {
	var wrong []string
	for name, f := range fields {
		if _, ok := object[name]; f.Required && !ok {
			wrong = append(wrong, fmt.Sprintf("%s: %s is missing", path, name))
		}
	}
	return wrong
}

// formValue checks a value that came as text.
func (s *Spec) formValue(path string, f Field, text string) []string {
	if !utf8.ValidString(text) {
		return []string{path + ": not in UTF-8"}
	}
	var first []string
	for _, t := range f.Types {
		value, ok := scalar(t, text)
		if !ok {
			if err := json.Unmarshal([]byte(text), &value); err != nil {
				first = keepFirst(first, []string{fmt.Sprintf("%s: %.40q is no %s", path, text, t)})
				continue
			}
		}
		wrong := s.typed(path, t, value)
		if len(wrong) == 0 {
			return f.limits(path, value)
		}
		first = keepFirst(first, wrong)
	}
	return first
}

// scalar reads the form of a type that is no JSON in a request; ok is false for
// the others.
func scalar(t, text string) (value any, ok bool) {
	switch t {
	case "String", "InputFile":
		return text, true
	case "Integer":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return json.Number(strconv.FormatInt(n, 10)), true
		}
		return text, true
	}
	return nil, false
}

// value checks one that came in JSON.
func (s *Spec) value(path string, f Field, value any) []string {
	var first []string
	for _, t := range f.Types {
		wrong := s.typed(path, t, value)
		if len(wrong) == 0 {
			return f.limits(path, value)
		}
		first = keepFirst(first, wrong)
	}
	return first
}

// typed checks a value against one type.
func (s *Spec) typed(path, t string, value any) []string {
	if element, ok := strings.CutPrefix(t, "Array of "); ok {
		list, ok := value.([]any)
		if !ok {
			return mismatch(path, t, value)
		}
		var wrong []string
		for i, v := range list {
			wrong = append(wrong, s.typed(fmt.Sprintf("%s[%d]", path, i), element, v)...)
		}
		return wrong
	}
	if def, ok := s.Types[t]; ok {
		return s.object(path, t, def, value)
	}
	if !basic(t, value) {
		return mismatch(path, t, value)
	}
	return nil
}

// basic says whether a value is of a type that is not an object. A file may be
// named by a string.
func basic(t string, value any) bool {
	switch v := value.(type) {
	case string:
		return t == "String" || t == "InputFile"
	case bool:
		return t == "Boolean" || t == "True" && v
	case json.Number:
		_, err := v.Int64()
		return t == "Float" || t == "Integer" && err == nil
	case float64:
		return t == "Float" || t == "Integer" && v == float64(int64(v))
	}
	return false
}

func (s *Spec) object(path, name string, def Type, value any) []string {
	if len(def.OneOf) > 0 {
		return s.oneOf(path, name, def, value)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return mismatch(path, name, value)
	}
	var wrong []string
	for key, v := range object {
		f, ok := def.Fields[key]
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%s: unknown field %s of %s", path, key, name))
			continue
		}
		wrong = append(wrong, s.value(path+"."+key, f, v)...)
	}
	return append(wrong, missing(def.Fields, path, object)...)
}

// oneOf takes the first alternative that fits; where none does, the one whose
// distinguishing field is right tells what is wrong, else the one that fits best.
func (s *Spec) oneOf(path, name string, def Type, value any) []string {
	var best []string
	for _, alternative := range def.OneOf {
		wrong := s.typed(path, alternative, value)
		if len(wrong) == 0 {
			return nil
		}
		if object, ok := value.(map[string]any); ok && s.Types[alternative].names(object) {
			return wrong
		}
		if best == nil || len(wrong) < len(best) {
			best = wrong
		}
	}
	return append([]string{fmt.Sprintf("%s: fits no kind of %s", path, name)}, best...)
}

// names says whether an object has the value by which this type is told from
// its siblings.
func (t Type) names(object map[string]any) bool {
	for key, f := range t.Fields {
		if len(f.Enum) == 1 && f.Required && object[key] == f.Enum[0] {
			return true
		}
	}
	return false
}

func mismatch(path, t string, value any) []string {
	text, err := json.Marshal(value)
	if err != nil {
		text = fmt.Append(nil, value)
	}
	return []string{fmt.Sprintf("%s: %.60s is no %s", path, text, t)}
}

func keepFirst(first, wrong []string) []string {
	if first == nil {
		return wrong
	}
	return first
}
