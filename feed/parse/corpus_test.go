package parse_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html/charset"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// TestCorpus reads the documents of testdata/corpus, each named after what it tests,
// and prints how many are read as expected:
//
//	go test ./feed/parse -run TestCorpus -v -count=1
//
// A document is an archive of the feed, of what is expected, and of the response
// where it matters: its headers (with Encode, the encoding that the feed is put into,
// and Zone, the source's). Of an item, counted from 1, those fields are compared that
// are named; "\n" stands for a line end, " | " between categories.
func TestCorpus(t *testing.T) {
	documents, right := 0, 0
	err := filepath.WalkDir("testdata/corpus", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		documents++
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/corpus/"), ".txtar")
		if t.Run(name, func(t *testing.T) { readExample(t, path) }) {
			right++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d documents are read as expected (target: 150 documents or more)", right, documents)
	if documents < 150 {
		t.Errorf("got %d documents, want 150 or more", documents)
	}
}

func readExample(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	headers := fieldsOf(t, files["response"])
	src := feed.Source{URL: address, Format: feed.Format(headers["Format"]), Language: headers["Language"]}
	if headers["Zone"] != "" {
		if src.TimeZone, err = time.LoadLocation(headers["Zone"]); err != nil {
			t.Fatal(err)
		}
	}
	s := fieldsOf(t, files["select"])
	src.Select = feed.Selectors{Item: s["item"], Title: s["title"], Link: s["link"], Date: s["date"], Source: s["source"], Text: s["text"]}
	resp := &feed.Response{Body: []byte(files["feed"]), URL: address, ContentType: headers["Content-Type"],
		Location: headers["Content-Location"], Language: headers["Content-Language"]}
	if headers["URL"] != "" {
		resp.URL = headers["URL"]
	}
	if headers["Encode"] != "" {
		enc, _ := charset.Lookup(headers["Encode"])
		if resp.Body, err = enc.NewEncoder().Bytes(resp.Body); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := parse.New().Parse(src, resp)
	want := fieldsOf(t, files["want"])
	if said := want["error"]; said != "" {
		if err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("got error %v, want one with %q", err, said)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for key, w := range want {
		if got := valueOf(doc, key); got != w {
			t.Errorf("%s: got %q, want %q", key, got, w)
		}
	}
}

// fieldsOf reads lines of "name: value".
func fieldsOf(t *testing.T, text string) map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("%q is no field", line)
		}
		m[name] = strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n")
	}
	return m
}

func valueOf(doc *feed.Document, key string) string {
	number, field, ok := strings.Cut(key, ".")
	if !ok {
		switch key {
		case "format":
			return string(doc.Format)
		case "title":
			return doc.Title
		case "language":
			return doc.Language
		case "items":
			return strconv.Itoa(len(doc.Items))
		case "titles":
			return titles(doc)
		case "problems":
			return strconv.Itoa(len(doc.Problems))
		}
		return fmt.Sprintf("no field %q of a document", key)
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(doc.Items) {
		return "no such item"
	}
	i := doc.Items[n-1]
	switch field {
	case "title":
		return i.Title
	case "link":
		return i.Link
	case "guid":
		return i.GUID
	case "text":
		return i.Text
	case "summary":
		return i.Summary
	case "author":
		return i.Author
	case "language":
		return i.Language
	case "attribution":
		return cmp.Or(i.Attribution, i.Agency)
	case "image":
		return i.Image
	case "categories":
		return strings.Join(i.Categories, " | ")
	case "views":
		return strconv.FormatInt(i.Views, 10)
	case "published":
		if i.Published.IsZero() {
			return ""
		}
		return i.Published.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprintf("no field %q of an item", field)
}
