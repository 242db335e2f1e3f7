package feedtest_test

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
	"newsbot/feed/parse"
)

func start(t *testing.T) *feedtest.Origin {
	t.Helper()
	o := feedtest.New()
	if _, err := o.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return o
}

// look fetches and parses a path.
func look(t *testing.T, o *feedtest.Origin, path string, src feed.Source) *feed.Document {
	t.Helper()
	f := fetch.New(fetch.Options{AllowPrivate: true})
	defer f.Close()
	resp, err := f.Fetch(context.Background(), feed.Request{URL: o.URL(path)})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := parse.New().Parse(src, resp)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Problems) > 0 {
		t.Errorf("%s: problems %v, want none", path, doc.Problems)
	}
	return doc
}

func TestWhatIsPublishedIsRead(t *testing.T) {
	almaty := time.FixedZone("", 5*3600)
	older := feed.Item{
		GUID: "1 & 2", Link: "https://example.org/1?a=1&b=2", Title: "Rails & <roads>", Author: "Ann Lee", Language: "en",
		Attribution: "Wire & Co", Summary: "A first line.", Text: "A first line.\nAnd a <second> & last.",
		Published: time.Date(2026, 3, 1, 20, 30, 0, 0, time.UTC), Views: -1,
	}
	newer := feed.Item{Title: "Bread is cheaper", Summary: "By a tenth.", Text: "By a tenth.", Published: older.Published.Add(time.Hour), Views: -1}
	o := start(t)
	o.Configure("/news.xml", feedtest.Feed{Title: "All & sundry", Language: "en"})
	o.Configure("/news.txt", feedtest.Feed{TimeZone: almaty})
	for _, path := range []string{"/news.xml", "/news.txt"} {
		o.Publish(path, older)
		o.Publish(path, newer)
	}
	t.Run("as RSS, the newest first", func(t *testing.T) {
		doc := look(t, o, "/news.xml", feed.Source{})
		want := []feed.Item{newer, older}
		want[0].Language = "en"
		if diff := cmp.Diff(want, doc.Items); diff != "" || doc.Title != "All & sundry" {
			t.Errorf("title %q, items (-want +got):\n%s", doc.Title, diff)
		}
	})
	t.Run("as a listing, without what a listing cannot say", func(t *testing.T) {
		doc := look(t, o, "/news.txt", feed.Source{TimeZone: almaty})
		want := []feed.Item{newer, older}
		want[0].Line = 1
		want[1].Line, want[1].GUID, want[1].Link, want[1].Author, want[1].Language = 4, "", "", "", ""
		if diff := cmp.Diff(want, doc.Items); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
	})
	t.Run("after an edit, with other validators", func(t *testing.T) {
		before := headers(t, o, "/news.xml")
		o.Edit("/news.xml", func(items []feed.Item) []feed.Item { items[0].Title = "Rails"; return items[:1] })
		after := headers(t, o, "/news.xml")
		if got := look(t, o, "/news.xml", feed.Source{}); len(got.Items) != 1 || got.Items[0].Title != "Rails" {
			t.Errorf("got %+v, want the edited item alone", got.Items)
		}
		for _, name := range []string{"Etag", "Last-Modified"} {
			if before.Get(name) == "" || before.Get(name) == after.Get(name) {
				t.Errorf("%s: got %q before and %q after, want two", name, before.Get(name), after.Get(name))
			}
		}
	})
	t.Run("within the window", func(t *testing.T) {
		o.Configure("/short.xml", feedtest.Feed{Window: 1})
		o.Publish("/short.xml", older, newer)
		if got := look(t, o, "/short.xml", feed.Source{}).Items; len(got) != 1 || got[0].Title != newer.Title {
			t.Errorf("got %+v, want the newest alone", got)
		}
	})
}

func headers(t *testing.T, o *feedtest.Origin, path string) http.Header {
	t.Helper()
	resp, err := http.Get(o.URL(path))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.Header
}

func TestRequestsAreCountedAndKept(t *testing.T) {
	o := start(t)
	o.Publish("/a", feed.Item{Title: "a"})
	headers(t, o, "/a")
	headers(t, o, "/a")
	headers(t, o, "/none")
	if err := o.Await(context.Background(), "", 3); err != nil {
		t.Fatal(err)
	}
	if a, none, all := o.Count("/a"), o.Count("/none"), o.Count(""); a != 2 || none != 1 || all != 3 {
		t.Errorf("got %d, %d, %d; want 2, 1, 3", a, none, all)
	}
	all := o.Requests("")
	if len(all) != 3 || all[2].Status != 404 || all[0].Status != 200 || all[0].Header.Get("User-Agent") == "" {
		t.Errorf("got %+v, want three with their status and headers", all)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := o.Await(ctx, "/a", 3); err == nil {
		t.Error("a wait that was given up: got no error")
	}
}

func TestAFaultEndsAfterItsTimes(t *testing.T) {
	o := start(t)
	o.Publish("/a", feed.Item{Title: "a"})
	o.Misbehave("/a", feedtest.Fault{Kind: feedtest.Fail, Status: 503, RetryAfter: "7", Times: 2})
	for i, want := range []int{503, 503, 200} {
		resp, err := http.Get(o.URL("/a"))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || want == 503 && resp.Header.Get("Retry-After") != "7" {
			t.Errorf("request %d: got %d, want %d", i, resp.StatusCode, want)
		}
	}
}

// The demo serves its stories from here.
func TestTheServerDoesNotImportTesting(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "newsbot/feed/feedtest").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dep := range strings.Lines(string(out)) {
		if dep = strings.TrimSpace(dep); dep == "testing" || dep == "net/http/httptest" {
			t.Errorf("imports %s", dep)
		}
	}
}
