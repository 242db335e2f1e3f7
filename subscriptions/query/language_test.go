package query_test

import (
	"errors"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

func TestLanguage(t *testing.T) {
	for _, test := range []struct{ name, declared, text, want string }{
		{"English", "", "Oil prices fall", "en"},
		{"English, declared otherwise by the software", "ru-RU", "Oil prices fall", "en"},
		{"a language in Latin letters", "de-DE", "Die Ölpreise fallen", "de"},
		{"Russian", "en", "Цены на нефть падают", "ru"},
		{"Russian on a Kazakh site", "kk", "Цены на нефть падают третий день подряд, сообщили в министерстве", "ru"},
		{"Russian with a Kazakh name", "", "Касым-Жомарт Тоқаев провёл встречу с министром иностранных дел соседней страны", "ru"},
		{"Kazakh", "en", "Мұнай бағасы үшінші күн қатарынан төмендеді", "kk"},
		{"Kazakh without its letters, short", "kk", "Астанада жиын", "kk"},
		{"Kazakh with few of its letters", "kk", "Астанада жиын өтті", "kk"},
		{"Ukrainian", "uk", "Ціни на нафту падають", "uk"},
		{"Ukrainian, not declared", "", "Ціни на нафту падають, її ціна", ""},
		{"Bulgarian", "bg", "Цените на петрола падат", "bg"},
		{"Chinese", "zh-Hans-CN", "石油价格下跌", "zh"},
		{"Chinese, not declared", "en", "石油价格下跌", ""},
		{"nothing to read", "EN-gb", "2026 …", "en"},
		{"nothing at all", "", "", ""},
	} {
		s := &feed.Story{Item: feed.Item{Title: test.text, Language: test.declared}}
		if got := query.Language(s); got != test.want {
			t.Errorf("%s: %q, declared %q, is in %q, want %q", test.name, test.text, test.declared, got, test.want)
		}
		if got := query.IsKazakh(s); got != (test.want == "kk") {
			t.Errorf("%s: %q, declared %q, is in Kazakh: %t", test.name, test.text, test.declared, got)
		}
	}
	long := &feed.Story{Item: feed.Item{Title: "Oil", Text: strings.Repeat("нефть ", 1000)}}
	if got := query.Language(long); got != "ru" {
		t.Errorf("a Russian text under an English headline is in %q, want ru", got)
	}
}

func TestMatchLanguage(t *testing.T) {
	d := query.NewDocument(&feed.Story{Item: feed.Item{Title: "Мұнай бағасы Алматыда төмендеді", Language: "kk"}})
	for text, want := range map[string]bool{
		"мұнай lang:kk": true, "мұнай lang:ru": false, "мунай -lang:ru": true, "мұнай -lang:kk": false,
		"мұнай (lang:ru OR lang:kk)": true, "Алматы": true, `"бага алматы"`: true,
	} {
		if got := parse(t, text).Match(d); got != want {
			t.Errorf("%q matches: %t, want %t", text, got, want)
		}
	}
	russian := query.NewDocument(&feed.Story{Item: feed.Item{Title: "Цены в Караганде и министрлер"}})
	if parse(t, "министр").Match(russian) {
		t.Error("a Kazakh ending was taken off in a Russian story")
	}
}

func TestALanguageThatIsNoCodeIsHintedByItsName(t *testing.T) {
	for name, want := range map[string]string{
		"french": "fr", "FRENCH": "fr", "frenc": "fr", `"French"`: "fr", "французский": "fr", "по-французски": "fr", "француз": "fr", "французша": "fr",
		"german": "de", "немецкий": "de", "неміс": "de", "chinese": "zh", "қытайша": "zh", "uzbek": "uz", "узбекский": "uz", "өзбек": "uz",
		"norwegian": "no", "Рус": "ru", "орыс*": "ru", "Engl": "en", "klingon": "en", "x1": "en",
	} {
		_, err := query.Parse("gas lang:" + name)
		var e *query.Error
		if !errors.As(err, &e) || e.Code != query.UnknownLanguage || e.Hint != "gas lang:"+want {
			t.Errorf("lang:%s: %+v, want the hint lang:%s", name, err, want)
		}
	}
}
