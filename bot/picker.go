package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"newsbot/bot/locale"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

const (
	pickerWidth = 3
	pickerRows  = 7 // of countries; the last row leads on
)

// regions shows the regions of the world.
func (b *Bot) regions(_ context.Context, r *request) ([]Reply, error) {
	return []Reply{b.regionMenu(r, Edit)}, nil
}

func (b *Bot) regionMenu(r *request, kind Kind) Reply {
	var buttons []telegram.Button
	for _, region := range country.Regions() {
		label := r.Text("button.region."+region, nil)
		if n := followedIn(r.record, region); n > 0 {
			label = r.Text("button.region_with", locale.Data{"Region": label, "Number": n})
		}
		buttons = append(buttons, telegram.Button{Label: label, Data: taps.Data(taps.Countries, region, 0)})
	}
	rows := append(grid(buttons, 2), row(r.button("list", nil, taps.List, 0)))
	reply := say(r.HTML("picker.regions", nil), rows...)
	reply.Kind = kind
	return reply
}

// countries shows a page of a region's countries.
func (b *Bot) countries(_ context.Context, r *request) ([]Reply, error) {
	page, err := r.tap.Int(1)
	if err != nil || !slices.Contains(country.Regions(), r.tap.String(0)) {
		return nil, taps.ErrStale
	}
	return []Reply{b.countryMenu(r, r.tap.String(0), page)}, nil
}

// pick subscribes to a country in the picker, or ends that, and shows the page
// again.
func (b *Bot) pick(ctx context.Context, r *request) ([]Reply, error) {
	code, region := country.Code(r.tap.String(0)), r.tap.String(2)
	wanted, err := r.tap.Wanted(1)
	page, pageErr := r.tap.Int(3)
	if err != nil || pageErr != nil || !country.Valid(code) || !slices.Contains(country.Regions(), region) {
		return nil, taps.ErrStale
	}
	said := toast(r.Text("toast.unfollowed", locale.Data{"What": flagged(r, code)}))
	if wanted {
		_, err := b.add(ctx, r, query.Country(code))
		switch {
		case errors.Is(err, subscriptions.ErrTooMany):
			said = notice(r.Text("toast.full", locale.Data{"Number": subscriptions.MaxSubscriptions}))
		case err != nil && !errors.Is(err, subscriptions.ErrSubscribed):
			return nil, err
		default:
			said = toast(r.Text("toast.followed", locale.Data{"What": flagged(r, code)}))
		}
	} else if err := b.drop(ctx, r, query.Country(code)); err != nil {
		return nil, err
	}
	return []Reply{said, b.countryMenu(r, region, page)}, nil
}

func (b *Bot) countryMenu(r *request, region string, page int) Reply {
	followed := followedCountries(r.record)
	var buttons []telegram.Button
	codes := countriesOf(region, r.Language())
	page, pages := clamp(page, len(codes), pickerWidth*pickerRows)
	for _, code := range pageOf(codes, page, pickerWidth*pickerRows) {
		label := flagged(r, code)
		if followed[code] {
			label = "✅ " + label
		}
		buttons = append(buttons, telegram.Button{Label: label, Data: taps.Data(taps.Pick, code, !followed[code], region, page)})
	}
	turn := []telegram.Button{r.button("regions", nil, taps.Regions)}
	if page > 0 {
		turn = append(turn, telegram.Button{Label: "◀", Data: taps.Data(taps.Countries, region, page-1)})
	}
	if page < pages-1 {
		turn = append(turn, telegram.Button{Label: "▶", Data: taps.Data(taps.Countries, region, page+1)})
	}
	data := locale.Data{"Region": r.Text("button.region."+region, nil), "Page": page + 1, "Pages": pages}
	return edit(r.HTML("picker.countries", data), append(grid(buttons, pickerWidth), turn)...)
}

// flagged is a country's flag and name.
func flagged(r *request, code country.Code) string {
	return country.Flag(code) + " " + country.Name(code, r.Language())
}

// countriesOf returns a region's countries by name.
func countriesOf(region, language string) []country.Code {
	var codes []country.Code
	for _, code := range country.All() {
		if country.Region(code) == region {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, c country.Code) int {
		return strings.Compare(sortKey(country.Name(a, language)), sortKey(country.Name(c, language)))
	})
	return codes
}

// sortKey puts Åland among the A's.
func sortKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(name))
}

// followedCountries returns the countries that a chat follows as such.
func followedCountries(c *subscriptions.Chat) map[country.Code]bool {
	codes := map[country.Code]bool{}
	for _, s := range c.Subscriptions {
		if q, err := s.Parsed(); err == nil {
			if code, ok := q.IsCountry(); ok {
				codes[code] = true
			}
		}
	}
	return codes
}

func followedIn(c *subscriptions.Chat, region string) int {
	n := 0
	for code := range followedCountries(c) {
		if country.Region(code) == region {
			n++
		}
	}
	return n
}
