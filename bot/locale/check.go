package locale

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// check returns an error that lists how texts falls short of the model.
func check(code string, model, texts messages) error {
	tag, err := language.Parse(code)
	if err != nil {
		return fmt.Errorf("name it after a language, as kk.yaml: %w", err)
	}
	var problems []string
	for _, id := range slices.Sorted(maps.Keys(model)) {
		if texts[id] == nil {
			problems = append(problems, id+" is missing")
			continue
		}
		problems = append(problems, compare(tag, model[id], texts[id])...)
	}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		if model[id] == nil {
			problems = append(problems, id+" is unknown")
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s", strings.Join(problems, "; "))
	}
	return nil
}

// compare checks one text: each plural form must be there and have the model's
// placeholders, of which a form for one or two things may leave out the number.
func compare(tag language.Tag, model, text *i18n.Message) (problems []string) {
	want, err := placeholders(model.Other)
	if err != nil {
		return []string{model.ID + ": " + err.Error()}
	}
	needed := []string{"other"}
	if model.One != "" {
		needed = pluralForms(tag)
	}
	have := forms(text)
	for _, form := range needed {
		got, err := placeholders(have[form])
		switch {
		case have[form] == "":
			problems = append(problems, fmt.Sprintf("%s has no form %q", text.ID, form))
		case err != nil:
			problems = append(problems, fmt.Sprintf("%s, form %q: %v", text.ID, form, err))
		case !slices.Equal(got, want) && (form == "other" || !slices.Equal(got, without(want, "Count"))):
			problems = append(problems, fmt.Sprintf("%s has the placeholders %v, should have %v", text.ID, got, want))
		}
	}
	return problems
}

func forms(m *i18n.Message) map[string]string {
	return map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
}

// pluralForms returns the forms that whole numbers take in a language.
func pluralForms(tag language.Tag) []string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two",
		plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	used := map[string]bool{"other": true}
	for n := range 201 { // every rule of CLDR repeats within 100
		used[names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(used))
}

func without(list []string, leave string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == leave })
}

// placeholders returns the sorted names in a text, and an error where it holds
// more of the template language than names.
func placeholders(text string) ([]string, error) {
	trees, err := parse.Parse("text", text, "{{", "}}")
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	if tree := trees["text"]; tree != nil {
		for _, node := range tree.Root.Nodes {
			switch node := node.(type) {
			case *parse.TextNode:
			case *parse.ActionNode:
				name, ok := strings.CutPrefix(node.Pipe.String(), ".")
				if !ok {
					return nil, fmt.Errorf("placeholder {{%s}} is not a name", node.Pipe)
				}
				names[name] = true
			default:
				return nil, fmt.Errorf("%s is not a placeholder", node)
			}
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}
