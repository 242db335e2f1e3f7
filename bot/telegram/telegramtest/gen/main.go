// Command gen writes the specification that package spec embeds, from a
// botapi.json in the layout of PaulSonOfLars/telegram-bot-api-spec with "enum"
// and "constraints" added to its fields:
//
//	go run ./bot/telegram/telegramtest/gen botapi.json
//
// It keeps all methods and the types that requests are made of, without texts.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"newsbot/bot/telegram/telegramtest/spec"
)

const output = "bot/telegram/telegramtest/spec/botapi.json.gz"

type source struct {
	Version string           `json:"version"`
	Methods map[string]entry `json:"methods"`
	Types   map[string]entry `json:"types"`
}

type entry struct {
	Fields   []field  `json:"fields"`
	Subtypes []string `json:"subtypes"`
}

type field struct {
	Name        string   `json:"name"`
	Types       []string `json:"types"`
	Required    bool     `json:"required"`
	Enum        []any    `json:"enum"`
	Constraints struct {
		Min          *float64 `json:"min"`
		Max          *float64 `json:"max"`
		MinLength    *int     `json:"min_length"`
		MaxLength    *int     `json:"max_length"`
		MaxItems     *int     `json:"max_items"`
		Unit         string   `json:"unit"`
		AfterParsing bool     `json:"after_entities_parsing"`
	} `json:"constraints"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: gen botapi.json, in the repository's root")
	}
	in, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var src source
	if err := json.Unmarshal(in, &src); err != nil {
		log.Fatalf("%s: %v", os.Args[1], err)
	}
	out, err := compress(convert(src))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.FromSlash(output), out, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %s, %d bytes\n", output, src.Version, len(out))
}

func convert(src source) spec.Spec {
	s := spec.Spec{Version: src.Version, Methods: map[string]spec.Fields{}, Types: map[string]spec.Type{}}
	for name, m := range src.Methods {
		s.Methods[name] = fields(m.Fields)
		reach(src, s, m.Fields)
	}
	return s
}

// reach keeps the types that fields lead to.
func reach(src source, s spec.Spec, from []field) {
	for _, f := range from {
		for _, t := range f.Types {
			reachType(src, s, t)
		}
	}
}

func reachType(src source, s spec.Spec, name string) {
	for strings.HasPrefix(name, "Array of ") {
		name = strings.TrimPrefix(name, "Array of ")
	}
	t, known := src.Types[name]
	if _, done := s.Types[name]; !known || done || name == "InputFile" {
		return // InputFile is the contents of a file, which spec takes for basic
	}
	kept := spec.Type{Fields: fields(t.Fields), OneOf: t.Subtypes}
	if name == "RichText" {
		// Its description allows plain and joined text beside the objects.
		kept.OneOf = append([]string{"String", "Array of RichText"}, kept.OneOf...)
	}
	s.Types[name] = kept
	reach(src, s, t.Fields)
	for _, sub := range t.Subtypes {
		reachType(src, s, sub)
	}
}

func fields(list []field) spec.Fields {
	kept := spec.Fields{}
	for _, f := range list {
		c := f.Constraints
		k := spec.Field{Types: f.Types, Required: f.Required, Enum: f.Enum, Min: c.Min, Max: c.Max, MaxItems: c.MaxItems}
		if !c.AfterParsing { // the length of the markup says nothing
			k.MinLength, k.MaxLength, k.Bytes = c.MinLength, c.MaxLength, c.Unit == "bytes"
		}
		kept[f.Name] = k
	}
	return kept
}

func compress(s spec.Spec) ([]byte, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
