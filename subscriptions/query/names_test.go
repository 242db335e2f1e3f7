package query_test

import (
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

func TestNamesAreFoundInEveryScript(t *testing.T) {
	for _, tt := range []struct {
		query, title string
		want         bool
	}{
		{"Tokayev", "Тоқаевтың сапары аяқталды", true},
		{"Тоқаев", "Визит Токаева завершён", true},
		{"Токаевым", "Tokayev ends his visit", true},
		{"Sergey Lavrov", "Лавров прилетел без свиты, сказал Сергею Рябкову", true},
		{`"Sergey Lavrov"`, "Переговоры с Сергеем Лавровым", true},
		{`"Sergey Lavrov"`, "Переговоры Лаврова с Сергеем", false},
		{"Kassym-Jomart", "Поздравление Касым-Жомарту Токаеву", true},
		{"Улан-Батор", "Summit in Ulaanbaatar", true},
		{"New York", "Протесты в Нью-Йорке", true},
		{"in:title Пекин", "Бейжіңде келіссөз басталды", true},
		{"ООН -Гутерреш", "UN elects a president", true},
		{"ООН -Гутерреш", "UN chief Guterres speaks", false},
		{"UN OR SCO", "Саммит ШОС в Астане", true},
		{"Orazbayev", "Оразбаевой вручили орден", true},
		{"Tokay*", "Визит Токаева завершён", false}, // a beginning is one of letters
	} {
		q, err := query.Parse(tt.query)
		if err != nil {
			t.Errorf("%s: %v", tt.query, err)
			continue
		}
		d := query.NewDocument(&feed.Story{Item: feed.Item{Title: tt.title}})
		if got := q.Match(d); got != tt.want {
			t.Errorf("%s matches %q: %t, want %t", tt.query, tt.title, got, tt.want)
		}
	}
}

func TestSpellingsOfANameAreOneQuery(t *testing.T) {
	first, err := query.Parse("Tokayev UN")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Токаев ООН", "Тоқаев БҰҰ", "БҰҰ Tokaev"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if q.Key() != first.Key() {
			t.Errorf("%s has the key %q, want %q as Tokayev UN", text, q.Key(), first.Key())
		}
	}
}
