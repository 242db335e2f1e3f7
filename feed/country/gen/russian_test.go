package main

import (
	"slices"
	"strings"
	"testing"
)

func TestDeclineName(t *testing.T) {
	tests := []struct{ name, forms string }{
		{"Италия", "Италии Италию Италией"},
		{"Канада", "Канады Канаде Канаду Канадой"},
		{"Ямайка", "Ямайки Ямайке Ямайку Ямайкой"},
		{"Корея", "Кореи Корее Корею Кореей"},
		{"Судан", "Судана Судану Суданом Судане"},
		{"Китай", "Китая Китаю Китаем Китае"},
		{"Казань", "Казани Казанью"},
		{"Брюссель", "Брюсселя Брюсселю Брюсселем Брюсселе"},
		{"Нидерланды", "Нидерландов Нидерландам Нидерландами Нидерландах"},
		{"Афины", "Афин Афинам Афинами Афинах"},
		{"Новая Зеландия", "Новой Зеландии, Новую Зеландию"},
		{"Южный Судан", "Южного Судана, Южному Судану, Южным Суданом, Южном Судане"},
		{"Республика Казахстан", "Республики Казахстан, Республикой Казахстан"},
		{"Соединённые Штаты Америки", "Соединённых Штатов Америки, Соединёнными Штатами Америки"},
		{"Босния и Герцеговина", "Боснии и Герцеговины, Боснией и Герцеговиной"},
		{"Нью-Йорк", "Нью-Йорка Нью-Йорке"},
		{"Ростов-на-Дону", "Ростова-на-Дону Ростове-на-Дону"},
		{"Гвинея-Бисау", "Гвинеи-Бисау Гвинее-Бисау"},
		{"Белый дом", "Белого дома, Белым домом, Белом доме"},
		{"Нижний Новгород", "Нижнего Новгорода, Нижнем Новгороде"},
		{"Елисейский дворец", "Елисейского дворца, Елисейском дворце"},
		{"Перу", "Перу"},
		{"Чили", "Чили"},
	}
	for _, test := range tests {
		got := declineName(test.name)
		separator := " "
		if strings.Contains(test.forms, ",") || strings.Contains(test.name, " ") {
			separator = ", "
		}
		for form := range strings.SplitSeq(test.forms, separator) {
			if !slices.Contains(got, form) {
				t.Errorf("declineName(%s) = %v, want %s among them", test.name, got, form)
			}
		}
		if !slices.Contains(got, test.name) {
			t.Errorf("declineName(%s) = %v lacks the name itself", test.name, got)
		}
	}
	if got := declineName("Мали"); len(got) != 1 {
		t.Errorf("declineName(Мали) = %v, want it to stand", got)
	}
}

func TestInflectPeople(t *testing.T) {
	for word, forms := range map[string]string{
		"итальянск":  "итальянский итальянская итальянского итальянско",
		"итальянец":  "итальянца итальянцы итальянцев",
		"сенегалец":  "сенегальца сенегальцы",
		"китаец":     "китайца китайцам",
		"датчанин":   "датчанина датчане датчан",
		"поляк":      "поляка поляки поляков",
		"латыш":      "латыша латыши латышей",
		"чех":        "чехи чехов",
		"японк":      "японка японки японок",
		"казашк":     "казашка казашек",
		"австралийк": "австралийка австралиек",
	} {
		got := inflectPeople(word)
		for form := range strings.FieldsSeq(forms) {
			if !slices.Contains(got, form) {
				t.Errorf("inflectPeople(%s) = %v, want %s among them", word, got, form)
			}
		}
	}
}

func TestPlaceAdjective(t *testing.T) {
	for name, want := range map[string]string{
		"Хартум": "хартумск", "Гавана": "гаванск", "Минск": "", "Токио": "", "Сан-Паулу": "", "Рим": "", "Марсель": "",
	} {
		if got, ok := placeAdjective(name); got != want || ok != (want != "") {
			t.Errorf("placeAdjective(%s) = %q, %t, want %q", name, got, ok, want)
		}
	}
}

func TestCatalogsThatAreCutOff(t *testing.T) {
	whole := []byte("\xde\x12\x04\x95\x00\x00\x00\x00\x01\x00\x00\x00\x1c\x00\x00\x00\x24\x00\x00\x00" +
		"\x00\x00\x00\x00\x00\x00\x00\x00" + "\x01\x00\x00\x00\x2c\x00\x00\x00" + "\x01\x00\x00\x00\x2e\x00\x00\x00" + "1\x00R\x00")
	if got, err := decodeCatalog(whole); err != nil || len(got) != 1 || got["1"] != "R" {
		t.Errorf("decodeCatalog = %v, %v, want 1 as R", got, err)
	}
	for n := range len(whole) - 1 {
		if _, err := decodeCatalog(whole[:n]); err == nil {
			t.Errorf("decodeCatalog of %d bytes of %d gives no error", n, len(whole))
		}
	}
}

func TestCitiesThatAreCutOff(t *testing.T) {
	for _, data := range [][]byte{{0x80}, {5, 1, 2}, {2, 0x12, 9}, {1, 0x80}, {2, 0x0d, 1}} {
		if _, err := decodeCities(data); err == nil {
			t.Errorf("decodeCities(% x) gives no error", data)
		}
	}
	got, err := decodeCities([]byte{11, 0x12, 4, 'R', 'o', 'm', 'e', 0x1a, 2, 'I', 'T', 0x48, 7})
	if err == nil {
		t.Errorf("decodeCities = %v for a message one byte short, want an error", got)
	}
	got, err = decodeCities([]byte{12, 0x12, 4, 'R', 'o', 'm', 'e', 0x1a, 2, 'I', 'T', 0x48, 7})
	if want := (city{name: "Rome", code: "IT", population: 7}); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("decodeCities = %v, %v, want %v", got, err, want)
	}
}
