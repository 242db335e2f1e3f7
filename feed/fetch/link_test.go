package fetch_test

import (
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
)

func TestBehaviour42HubsInLinkHeaders(t *testing.T) {
	const hub, self = "https://hub.example/", "https://example.org/feed"
	for _, tt := range []struct {
		name  string
		links []string
		hubs  string // apart by spaces; ORIGIN stands for that of the test
		self  string
	}{
		{"one header each", []string{"<" + hub + ">; rel=hub", "<" + self + `>; rel="self"`}, hub, self},
		{"both in one", []string{"<" + hub + `>; rel="hub", <` + self + `>; rel="self"`}, hub, self},
		{"without spaces, in capitals", []string{"<" + hub + ">;REL=HUB,<" + self + ">;Rel=Self"}, hub, self},
		{"commas and semicolons in the address", []string{"<https://hub.example/a,b;c>; rel=hub, <" + self + ">; rel=self"}, "https://hub.example/a,b;c", self},
		{"among other parameters, quoted with what would end them", []string{`<` + hub + `>; title="a \"b\", <c>; rel=x"; rel="hub"`}, hub, ""},
		{"several relations", []string{"<" + hub + `>; rel="alternate hub self"`}, hub, hub},
		{"only the first rel counts", []string{"<" + hub + `>; rel=next; rel=hub`}, "", ""},
		{"several hubs", []string{"<" + hub + ">; rel=hub", "<https://hub.example/2>; rel=hub"}, hub + " https://hub.example/2", ""},
		{"relative to the address", []string{`</hub>; rel=hub, <?all>; rel=self`}, "ORIGIN/hub", "ORIGIN" + path + "?all"},
		{"none about another document", []string{"<" + hub + `>; rel=hub; anchor="https://example.org/other"`}, "", ""},
		{"none that is no address of the web", []string{"<ftp://hub.example/>; rel=hub, <javascript:1>; rel=hub, <:>; rel=hub"}, "", ""},
		{"what cannot be read", []string{"<", "<>", ";rel=hub", "<" + hub, `<` + hub + `>; rel="hub`, "rel=hub"}, "", ""},
		{"without credentials", []string{"<https://me:secret@hub.example/>; rel=hub"}, hub, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := origin(t)
			o.Configure(path, feedtest.Feed{Links: tt.links})
			resp := get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
			for i := range resp.Hubs {
				resp.Hubs[i] = strings.Replace(resp.Hubs[i], o.URL(""), "ORIGIN", 1)
			}
			got, gotSelf := strings.Join(resp.Hubs, " "), strings.Replace(resp.Self, o.URL(""), "ORIGIN", 1)
			if got != tt.hubs || gotSelf != tt.self {
				t.Errorf("hubs %q, self %q; want %q, %q", got, gotSelf, tt.hubs, tt.self)
			}
		})
	}
}

func TestBehaviour42OnlyTheLastAddressNamesHubs(t *testing.T) {
	o := origin(t)
	o.Configure("/old.xml", feedtest.Feed{Links: []string{"<https://old.example/>; rel=hub, </old.xml>; rel=self"}})
	o.Misbehave("/old.xml", feedtest.Fault{Kind: feedtest.Redirect, Status: 301, Location: path})
	o.Configure(path, feedtest.Feed{Links: []string{"</hub>; rel=hub, <" + path + ">; rel=self"}})
	resp := get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL("/old.xml")})
	if len(resp.Hubs) != 1 || resp.Hubs[0] != o.URL("/hub") || resp.Self != o.URL(path) {
		t.Errorf("hubs %q, self %q; want those of the address it moved to", resp.Hubs, resp.Self)
	}
}
