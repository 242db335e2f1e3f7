package feed_test

import (
	"strings"
	"testing"

	"newsbot/feed"
)

func TestAnAddressIsShownWithoutItsSecrets(t *testing.T) {
	const hash = "0f3c9a5e7b1d2c4a6e8f0b1c3d5e7f90"
	for _, tt := range []struct{ name, address, want string }{
		{"nothing to hide", "https://example.org/rss?feed=rss2&cat=5#top", "https://example.org/rss?feed=rss2&cat=5#top"},
		{"a video channel", "https://www.youtube.com/feeds/videos.xml?channel_id=UC-lHJZR3Gqxm24_Vd_AJ5Yw", "https://www.youtube.com/feeds/videos.xml?channel_id=UC-lHJZR3Gqxm24_Vd_AJ5Yw"},
		{"words that end like names of secrets", "https://example.org/turkey/rss?monkey=a&author=b&keyword=c&design=d", "https://example.org/turkey/rss?monkey=a&author=b&keyword=c&design=d"},
		{"a file", "file:///srv/news/listing.txt", "file:///srv/news/listing.txt"},
		{"a password", "https://ann:s3cret@example.org/rss", "https://ann:xxxxx@example.org/rss"},
		{"a key", "https://example.org/rss?key=s3cret&cat=5", "https://example.org/rss?key=xxxxx&cat=5"},
		{"keys by many names", "https://e.org/?token=s3cret&apikey=s3cret&api_key=s3cret&API-Key=s3cret&feedKey=s3cret&auth=s3cret&sig=s3cret&password=s3cret&access_token=s3cret&X-Amz-Signature=s3cret&client_secret=s3cret&sid=s3cret;pwd=s3cret",
			"https://e.org/?token=xxxxx&apikey=xxxxx&api_key=xxxxx&API-Key=xxxxx&feedKey=xxxxx&auth=xxxxx&sig=xxxxx&password=xxxxx&access_token=xxxxx&X-Amz-Signature=xxxxx&client_secret=xxxxx&sid=xxxxx;pwd=xxxxx"},
		{"an escaped name", "https://example.org/rss?%6Bey=s3cret", "https://example.org/rss?%6Bey=xxxxx"},
		{"a fragment", "https://example.org/rss#access_token=s3cret", "https://example.org/rss#access_token=xxxxx"},
		{"a token by its looks", "https://example.org/rss?feed=" + hash + "&user=ann", "https://example.org/rss?feed=xxxxx&user=ann"},
		{"a token alone", "https://example.org/rss?" + hash, "https://example.org/rss?xxxxx"},
		{"a token in the path", "https://example.org/feeds/" + hash + "/rss.xml", "https://example.org/feeds/xxxxx/rss.xml"},
		{"a UUID in the path", "https://example.org/feeds/123e4567-e89b-12d3-a456-426614174000.rss", "https://example.org/feeds/xxxxx"},
		{"after its name in the path", "https://example.org/token/s3cret/rss.xml", "https://example.org/token/xxxxx/rss.xml"},
		{"a private one", "https://example.org/feed/private/s3cret", "https://example.org/feed/private/xxxxx"},
		{"a parameter in the path", "https://example.org/rss;jsessionid=s3cret", "https://example.org/rss;jsessionid=xxxxx"},
		{"a long headline in the path", "https://example.org/2026/02/25/ministers-of-12-countries-meet-in-rome-to-speak-of-grain-and-rail-2026", "https://example.org/2026/02/25/ministers-of-12-countries-meet-in-rome-to-speak-of-grain-and-rail-2026"},
		{"without slashes", "https:ann:s3cret@example.org", "https:xxxxx"},
		{"without slashes and secrets", "bolt:newsbot.db", "bolt:newsbot.db"},
		{"an address as a value", "https://example.org/?url=https://example.net/rss?cat=5", "https://example.org/?url=https://example.net/rss?cat=5"},
		{"the password of an address that is a value", "https://example.org/?url=https://ann:s3cret@example.net/rss&n=1", "https://example.org/?url=https://xxxxx@example.net/rss&n=1"},
		{"the key of an escaped address that is a value", "https://example.org/?url=https%3A%2F%2Fexample.net%2Frss%3Fkey%3Ds3cret%26cat%3D5", "https://example.org/?url=https%3A%2F%2Fexample.net%2Frss%3Fkey%3Dxxxxx%26cat%3D5"},
		{"an escaped password in an escaped address", "https://example.org/?url=https%3A%2F%2Fann%3As3cret%252F1%40example.net%2F", "https://example.org/?url=https%3A%2F%2Fxxxxx%40example.net%2F"},
		{"an escaped address in the path", "https://example.org/https%3A%2F%2Fann%3As3cret%40example.net%2F", "https://example.org/https%3A%2F%2Fxxxxx%40example.net%2F"},
		{"an address in the path", "https://example.org/https://ann:s3cret@example.net/rss", "https://example.org/https://xxxxx/rss"},
		{"an address in an address in an address", "https://e.org/?u=https%3A%2F%2Fe.net%2F%3Fu%3Dhttps%253A%252F%252Fe.com%252F%253Ftoken%253Ds3cret", "https://e.org/?u=https%3A%2F%2Fe.net%2F%3Fu%3Dhttps%253A%252F%252Fe.com%252F%253Ftoken%253Dxxxxx"},
		{"an account", "https://example.org/feed?user=@ann@example.net", "https://example.org/feed?user=@ann@example.net"},
		{"as it is written", "https://example.org/<rss>?q=новости", "https://example.org/<rss>?q=новости"},
		{"what is no address", "http://[::1", "(unreadable)"},
	} {
		got := feed.ShownURL(tt.address)
		if got != tt.want {
			t.Errorf("%s: %s is shown as %s, want %s", tt.name, tt.address, got, tt.want)
		}
		if again := feed.ShownURL(got); again != got && got != "(unreadable)" {
			t.Errorf("%s: shown twice it is %s", tt.name, again)
		}
		if hidden := feed.Hide("said of "+tt.address+" by another", tt.address); strings.Contains(hidden, "s3cret") || strings.Contains(hidden, hash) {
			t.Errorf("%s: %s", tt.name, hidden)
		}
	}
}

func TestHidingTakesNoWordsFromAMessage(t *testing.T) {
	for _, tt := range []struct{ name, address, text, want string }{
		{"a page", "https://e.org/private/page", "the host's robots.txt asks programs not to read this page", ""},
		{"a file", "https://e.org/private/robots.txt", "robots.txt of e.org: status 503", ""},
		{"words", "https://e.org/?key=not+to+read", "it asks programs not to read this", ""},
		{"a time", "https://e.org/?key=25s", "no whole answer within 25s", ""},
		{"a user", "https://the:answer@e.org/", "no whole answer: the host is down", ""},
		{"the end of a word", "https://e.org/?key=ten", "x=often", ""},
		{"the page, in an address", "https://e.org/private/page", "fetch https://e.org/private/page: this page is not to be read", "fetch https://e.org/private/xxxxx: this page is not to be read"},
		{"a part of another word", "https://e.org/private/page", "Get /private/pages", ""},
		{"a password that is a word", "https://ann:hunter@e.org/", "Get https://ann:hunter@e.org/: the hunter", "Get https://xxxxx@e.org/: the hunter"},
		{"a key that is a word", "https://e.org/rss?key=hunter&n=1", `Get "/rss?key=hunter&n=1": hunter`, `Get "/rss?key=xxxxx&n=1": hunter`},
		{"a key that is a word, escaped", "https://e.org/?url=https%3A%2F%2Fe.net%2F%3Fkey%3Dhunter", "of https%3A%2F%2Fe.net%2F%3Fkey%3Dhunter", "of https%3A%2F%2Fe.net%2F%3Fkey%3Dxxxxx"},
		{"what is no word, wherever it is", "https://e.org/?key=s3cret", "the key s3cret is wrong", "the key xxxxx is wrong"},
		{"letters in no order, wherever they are", "https://e.org/?key=sEcReT", "the key sEcReT is wrong", "the key xxxxx is wrong"},
		{"a long run of letters, wherever it is", "https://e.org/?key=abcdefghijklmnopqrst", "the key abcdefghijklmnopqrst is wrong", "the key xxxxx is wrong"},
	} {
		want := tt.want
		if want == "" {
			want = tt.text
		}
		if got := feed.Hide(tt.text, tt.address); got != want {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}

func TestAnAddressDeepWithinOthersTakesNoTime(t *testing.T) {
	deep := strings.Repeat("https://e.org/?u=", 500) + "https://ann:s3cret@e.org/"
	if shown := feed.ShownURL(deep); strings.Contains(shown, "s3cret") {
		t.Errorf("it is shown as %s", shown)
	}
	if said := feed.Hide(deep, deep); strings.Contains(said, "s3cret") {
		t.Errorf("it is said as %s", said)
	}
}

func FuzzShownURL(f *testing.F) {
	f.Add("https://u:p@h/a;b=c/d?e=f&g#h=i")
	f.Add("mailto:%zz?key=%zz")
	f.Fuzz(func(t *testing.T, address string) {
		feed.Hide(address, address)
		const secret = "Pl4ntedS3cret"
		if shown := feed.ShownURL("https://h/" + address + "/token/" + secret); strings.Contains(shown, secret) && !strings.ContainsAny(address, "?#") {
			t.Errorf("%q is shown as %q", address, shown)
		}
	})
}
