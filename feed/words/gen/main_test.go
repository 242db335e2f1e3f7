package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPlacesAreThoseOfTheGazetteer(t *testing.T) {
	out := filepath.Join(t.TempDir(), "places.tsv")
	if err := run("../../country/gazetteer.txt", out); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../places.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("places.tsv is not made of gazetteer.txt as it is: run go generate ./feed/words")
	}
	if lines := bytes.Count(got, []byte("\n")); lines < 1000 {
		t.Errorf("%d places, want 1000 at least", lines)
	}
}

func TestNamesThatSoundAlikeArePaired(t *testing.T) {
	tests := []struct {
		name            string
		latin, cyrillic []string
		want            []row
	}{
		{"the same sounds", []string{"tashkent", "bukhara"}, []string{"ташкент"}, []row{{latin: []string{"tashkent"}, russian: []string{"ташкент"}}}},
		{"two languages", []string{"samarkand"}, []string{"самарканд", "самарқанд"}, []row{{latin: []string{"samarkand"}, russian: []string{"самарканд"}, kazakh: []string{"самарқанд"}}}},
		{"another spelling", []string{"taldykorgan", "taldyqorgan"}, []string{"талдыкорган"}, []row{{latin: []string{"taldykorgan", "taldyqorgan"}, russian: []string{"талдыкорган"}}}},
		{"a little apart", []string{"hamburg"}, []string{"гамбург"}, []row{{latin: []string{"hamburg"}, russian: []string{"гамбург"}}}},
		{"too far apart", []string{"beijing"}, []string{"пекин"}, nil},
		{"as near to either", []string{"hanoz", "hanoy"}, []string{"ханот"}, nil},
		{"alike but not the same", []string{"engel"}, []string{"энгельс"}, nil},
	}
	for _, tt := range tests {
		got := pair(tt.latin, tt.cyrillic)
		same := slices.EqualFunc(got, tt.want, func(a, b row) bool {
			return slices.Equal(a.latin, b.latin) && slices.Equal(a.russian, b.russian) && slices.Equal(a.kazakh, b.kazakh)
		})
		if !same {
			t.Errorf("%s: %v with %v gives %v, want %v", tt.name, tt.latin, tt.cyrillic, got, tt.want)
		}
	}
}
