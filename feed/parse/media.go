package parse

import (
	"path"
	"strconv"
	"strings"
)

// Where a picture was named, the least telling place first.
const (
	inText      = iota + 1 // an img among the words
	asCover                // of an episode
	asPicture              // <image>
	asEnclosure            // a file beside the entry
	asThumbnail
	asMedia // media:content, the picture itself
)

// A picture is the best that has been offered: the better place, and in one
// place the wider, else the first.
type picture struct {
	address     string
	rank, width int
}

func (p *picture) offer(address string, rank, width int) {
	if address == "" || rank < p.rank || rank == p.rank && width <= p.width {
		return
	}
	*p = picture{address, rank, width}
}

// element offers what an element names, media:group and its like included.
func (p *picture) element(el element) {
	switch el.name {
	case "media:group":
		for _, c := range el.children() {
			p.element(c)
		}
	case "media:content":
		if isPicture(el, "medium") {
			p.offer(el.attribute("url"), asMedia, width(el))
		}
		for _, c := range el.children() {
			p.element(c)
		}
	case "media:thumbnail":
		p.offer(first(el.attribute("url"), el.text()), asThumbnail, width(el))
	case "enclosure":
		if isPicture(el, "") {
			p.offer(el.attribute("url"), asEnclosure, 1)
		}
	case "itunes:image":
		p.offer(el.attribute("href"), asCover, 1)
	case "image":
		address := first(el.attribute("href"), el.attribute("url"))
		for _, c := range el.children() {
			if c.name == "url" {
				address = first(address, c.text())
			}
		}
		p.offer(first(address, el.text()), asPicture, 1)
	}
}

// width returns the declared width; without one it is that of 1 pixel, so
// that the first picture without stays the choice.
func width(el element) int {
	n, err := strconv.Atoi(strings.TrimSuffix(el.attribute("width"), "px"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// isPicture reports whether a file is one: by its medium, else by its type, else
// by the name it has.
func isPicture(el element, medium string) bool {
	if medium != "" {
		if m := el.attribute(medium); m != "" {
			return strings.EqualFold(m, "image")
		}
	}
	if kind := strings.ToLower(el.attribute("type")); kind != "" {
		return strings.HasPrefix(kind, "image")
	}
	return namesPicture(first(el.attribute("url"), el.attribute("href")))
}

func namesPicture(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif":
		return true
	}
	return false
}

// maxPictures is how many img of a text are looked at.
const maxPictures = 20

// pictureIn returns the address of the first picture of a piece of HTML that is there to
// be seen: no tracker, no smiley.
func pictureIn(s string) string {
	for range maxPictures {
		i := strings.Index(s, "<img")
		if j := strings.Index(s[:max(i, 0)], "<IMG"); j >= 0 || i < 0 {
			if j = strings.Index(s, "<IMG"); j < 0 {
				return ""
			}
			i = j
		}
		s = s[i:]
		end := strings.IndexByte(s, '>')
		if end < 0 {
			return ""
		}
		tag := s[:end+1]
		s = s[end:]
		if address := seenPicture(tag); address != "" {
			return address
		}
	}
	return ""
}

func seenPicture(tag string) string {
	for _, side := range []string{"width", "height"} {
		if v, ok := attribute(tag, side); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(v), "px")); err == nil && n < 32 {
				return "" // a tracker, an icon
			}
		}
	}
	if class, _ := attribute(tag, "class"); strings.Contains(class, "emoji") || strings.Contains(class, "smiley") {
		return ""
	}
	for _, name := range []string{"data-src", "src"} { // those that load late have a blank in src
		address, _ := attribute(tag, name)
		address = strings.TrimSpace(address)
		if address != "" && !strings.HasPrefix(address, "data:") && !isTracker(address) {
			return address
		}
	}
	return ""
}

// isTracker knows pictures that count readers by their addresses.
func isTracker(address string) bool {
	lower := strings.ToLower(address)
	for _, sign := range []string{"feedburner.com/~", "feedsportal.com", "doubleclick.net", "/pixel", "pixel.", "/stats.", "stats.wordpress.com",
		"/b.gif", "1x1", "/tracking", "tracker", "/beacon", "google-analytics", "mc.yandex.ru", "counter.", "spacer.gif", "blank.gif"} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	return false
}
