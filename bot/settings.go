package bot

import (
	"context"
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// commonZones are offered as buttons; any other can be written.
const commonZones = "UTC Europe/London Europe/Berlin Europe/Kyiv Europe/Istanbul Europe/Moscow Asia/Dubai Asia/Tashkent Asia/Almaty Asia/Kolkata Asia/Shanghai Asia/Tokyo Australia/Sydney America/Sao_Paulo America/New_York America/Chicago America/Los_Angeles"

// settings shows the settings, or sets what the argument says: "zone Asia/Almaty",
// "language ru".
func (b *Bot) settings(ctx context.Context, r *request) ([]Reply, error) {
	what, value, _ := strings.Cut(r.argument, " ")
	value = strings.TrimSpace(value)
	switch {
	case r.argument == "":
		return []Reply{b.settingsMenu(r, Message, "")}, nil
	case r.isWord(what, "word.zone") && value == "", r.isWord(what, "word.timezone") && value == "":
		return []Reply{b.zoneMenu(r, Message)}, nil
	case r.isWord(what, "word.zone"), r.isWord(what, "word.timezone"):
		return b.setZone(ctx, r, value, Message)
	case r.isWord(what, "word.language") && value == "":
		return []Reply{b.languageMenu(r, Message)}, nil
	case r.isWord(what, "word.language"):
		return b.setLanguage(ctx, r, value, Message)
	}
	data := locale.Data{"What": markup.Cut(markup.Line(r.argument), 60)}
	return []Reply{b.settingsMenu(r, Message, r.HTML("settings.unknown", data))}, nil
}

func (b *Bot) showSettings(_ context.Context, r *request) ([]Reply, error) {
	return []Reply{b.settingsMenu(r, Edit, "")}, nil
}

// settingsMenu shows all settings, after a sentence about what was done.
func (b *Bot) settingsMenu(r *request, kind Kind, said markup.HTML) Reply {
	c := r.record
	alerts, empty, same := "settings.at_once", "settings.empty_on", "settings.same_once"
	if c.DigestOnly {
		alerts = "settings.digest_only"
	}
	if c.Digest.SkipEmpty {
		empty = "settings.empty_off"
	}
	if c.Each {
		same = "settings.same_each"
	}
	digest := r.Text("settings.no_digest", nil)
	if c.Digest.On {
		digest = r.Text("settings.digest", locale.Data{"Time": r.clock(c.Digest.Minute)})
	}
	state := r.HTML("settings.state", locale.Data{
		"Language": r.Text("language.name", nil), "Zone": b.zoneName(c), "Now": r.Clock(b.localNow(c)),
		"Alerts": r.Text(alerts, nil), "Digest": digest, "Empty": r.Text(empty, nil),
		"Same": r.Text(same, nil),
	})
	pause := r.button("pause", nil, taps.SetPause, true)
	if c.Pause != subscriptions.Active {
		pause = r.button("resume", nil, taps.SetPause, false)
	}
	toAlerts := r.button("alerts_digest", nil, taps.SetAlerts, false)
	if c.DigestOnly {
		toAlerts = r.button("alerts_now", nil, taps.SetAlerts, true)
	}
	toEmpty := r.button("empty_off", nil, taps.SetEmpty, false)
	if c.Digest.SkipEmpty {
		toEmpty = r.button("empty_on", nil, taps.SetEmpty, true)
	}
	toSame := r.button("tell_each", nil, taps.SetSame, false)
	if c.Each {
		toSame = r.button("tell_once", nil, taps.SetSame, true)
	}
	reply := say(paragraphs(said, r.HTML("settings.title", nil), state, b.silent(r)),
		row(r.button("language", nil, taps.Languages), r.button("zone", nil, taps.Zones)), row(toAlerts), row(toEmpty), row(toSame), row(pause))
	reply.Kind = kind
	return reply
}

func (b *Bot) languages(_ context.Context, r *request) ([]Reply, error) {
	return []Reply{b.languageMenu(r, Edit)}, nil
}

func (b *Bot) languageMenu(r *request, kind Kind) Reply {
	var buttons []telegram.Button
	for _, code := range b.catalog.Languages() {
		label := b.catalog.For(code).Text("language.name", nil)
		if code == r.Language() {
			label = "✅ " + label
		}
		buttons = append(buttons, telegram.Button{Label: label, Data: taps.Data(taps.SetLanguage, code)})
	}
	reply := say(r.HTML("settings.languages", nil), append(grid(buttons, 2), row(r.button("back", nil, taps.Settings)))...)
	reply.Kind = kind
	return reply
}

func (b *Bot) tapLanguage(ctx context.Context, r *request) ([]Reply, error) {
	if _, ok := b.catalog.Find(r.tap.String(0)); !ok {
		return nil, taps.ErrStale
	}
	return b.setLanguage(ctx, r, r.tap.String(0), Edit)
}

// setLanguage takes a code or a language's own name.
func (b *Bot) setLanguage(ctx context.Context, r *request, what string, kind Kind) ([]Reply, error) {
	code, ok := b.catalog.Find(what)
	for _, known := range b.catalog.Languages() {
		if strings.EqualFold(b.catalog.For(known).Text("language.name", nil), what) {
			code, ok = known, true
		}
	}
	if !ok {
		menu := b.languageMenu(r, kind)
		data := locale.Data{"What": markup.Cut(markup.Line(what), 60)}
		return []Reply{{Kind: kind, Text: render.Text(r.HTML("settings.language_unknown", data), menu.Text.Keyboard)}}, nil
	}
	if _, err := b.change(ctx, r, func(c *subscriptions.Chat) error { c.Language = code; return nil }); err != nil {
		return nil, err
	}
	r.Printer = b.catalog.For(code)
	return []Reply{b.settingsMenu(r, kind, r.HTML("settings.language_set", nil))}, nil
}

func (b *Bot) zones(_ context.Context, r *request) ([]Reply, error) {
	return []Reply{b.zoneMenu(r, Edit)}, nil
}

func (b *Bot) zoneMenu(r *request, kind Kind) Reply {
	var buttons []telegram.Button
	for name := range strings.FieldsSeq(commonZones) {
		if zone := subscriptions.Location(name); zone != nil {
			_, city, found := strings.Cut(name, "/")
			if !found {
				city = name
			}
			label := strings.ReplaceAll(city, "_", " ") + " " + r.Clock(b.now().In(zone))
			if name == b.zoneName(r.record) {
				label = "✅ " + label
			}
			buttons = append(buttons, telegram.Button{Label: label, Data: taps.Data(taps.SetZone, name)})
		}
	}
	reply := say(r.HTML("settings.zones", locale.Data{"Zone": b.zoneName(r.record), "Now": r.Clock(b.localNow(r.record))}),
		append(grid(buttons, 3), row(r.button("back", nil, taps.Settings)))...)
	reply.Kind = kind
	return reply
}

func (b *Bot) tapZone(ctx context.Context, r *request) ([]Reply, error) {
	if subscriptions.Location(r.tap.Rest()) == nil {
		return nil, taps.ErrStale
	}
	return b.setZone(ctx, r, r.tap.Rest(), Edit)
}

// setZone takes a zone's name, a city in one, or an offset. The digest's hour is
// another moment then; if that is over today, it is for tomorrow.
func (b *Bot) setZone(ctx context.Context, r *request, what string, kind Kind) ([]Reply, error) {
	name, _, err := subscriptions.ParseZone(what)
	if err != nil {
		menu := b.zoneMenu(r, kind)
		data := locale.Data{"What": markup.Cut(markup.Line(what), 60)}
		return []Reply{{Kind: kind, Text: render.Text(r.HTML("settings.zone_unknown", data), menu.Text.Keyboard)}}, nil
	}
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		c.TimeZone = name
		if c.Digest.On {
			c.Digest.Set(c.Digest.Minute, b.now(), c.Location(b.zone))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	data := locale.Data{"Zone": name, "Now": r.Clock(b.localNow(r.record))}
	return []Reply{b.settingsMenu(r, kind, r.HTML("settings.zone_set", data))}, nil
}

// zoneName is the chat's zone as people know it.
func (b *Bot) zoneName(c *subscriptions.Chat) string { return c.Location(b.zone).String() }
