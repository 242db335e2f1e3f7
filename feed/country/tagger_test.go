package country_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/feed/country"
)

// mentioned tags a text without a title and returns the codes by blanks.
func mentioned(text string) string { return codes(country.New("").Tag("", text).Mentioned) }

func codes(list []country.Code) string {
	var all []string
	for _, c := range list {
		all = append(all, string(c))
	}
	return strings.Join(all, " ")
}

type sentence struct{ text, want string }

func check(t *testing.T, sentences []sentence) {
	t.Helper()
	for _, s := range sentences {
		t.Run(s.text, func(t *testing.T) {
			if got := mentioned(s.text); got != s.want {
				t.Errorf("Tag(%q) mentions [%s], want [%s]%s", s.text, got, s.want, why(s.text))
			}
		})
	}
}

func why(text string) string {
	var b strings.Builder
	for _, m := range country.New("").Tag("", text).Mentions {
		fmt.Fprintf(&b, "\n\t%s by %s %q in %q", m.Code, m.Rule, m.Name, text[m.Start:m.End])
	}
	return b.String()
}

func TestNamesInEnglish(t *testing.T) {
	check(t, []sentence{
		{"Italy has won.", "IT"},
		{"Italy's parliament met.", "IT"},
		{"Italy’s parliament met.", "IT"},
		{"The Republic of Rwanda opened an embassy.", "RW"},
		{"Representatives of the Republic of Türkiye spoke.", "TR"},
		{"Turkiye and Turkey are one.", "TR"},
		{"Cote d'Ivoire and the Ivory Coast are one.", "CI"},
		{"Côte d’Ivoire votes.", "CI"},
		{"The Czech Republic is now Czechia.", "CZ"},
		{"Holland beat Burma.", "MM NL"},
		{"Swaziland became Eswatini.", "SZ"},
		{"Bosnia and Herzegovina joined.", "BA"},
		{"Trinidad and Tobago won.", "TT"},
		{"St. Kitts and Nevis voted.", "KN"},
		{"Saint Lucia voted.", "LC"},
		{"Hong Kong and Macau traded.", "HK MO"},
		{"Kosovo and Serbia talk.", "RS XK"},
		{"The Holy See and the Vatican are one.", "VA"},
		{"England, Scotland, Wales and Northern Ireland.", "GB"},
		{"Taiwan recalled its envoy.", "TW"},
		{"The West Bank and the Gaza Strip.", "PS"},
		{"The Lao People's Democratic Republic.", "LA"},
		{"Sao Tome and Principe.", "ST"},
		{"Papua New Guinea and Fiji.", "FJ PG"},
		{"New Zealand, not Zealand.", "NZ"},
		{"No country is named here.", ""},
		{"", ""},
	})
}

func TestDemonymsInEnglish(t *testing.T) {
	check(t, []sentence{
		{"The Bulgarian side was briefed.", "BG"},
		{"Bulgarians and Romanians met.", "BG RO"},
		{"A Dutchman and two Frenchwomen.", "FR NL"},
		{"The Swiss and the Danish.", "CH DK"},
		{"Kazakhstani and Kyrgyz experts.", "KG KZ"},
		{"The Kazakh-Italian partnership.", "IT KZ"},
		{"Franco-German talks with the Russians.", "DE FR RU"},
		{"A U.S.-led coalition.", "US"},
		{"Filipino nurses.", "PH"},
		{"Burmese monks.", "MM"},
		{"South Korean and North Korean officers.", "KP KR"},
		{"South African miners.", "ZA"},
		{"Saudi princes.", "SA"},
		{"Polish workers.", "PL"},
		{"please polish the table", ""},
		{"The Poles and the Turks.", "PL TR"},
		{"Emirati investors.", "AE"},
		{"South Sudanese refugees.", "SS"},
	})
}

func TestNearlyEqualNamesStayApart(t *testing.T) {
	check(t, []sentence{
		{"Niger closed its border.", "NE"},
		{"Nigeria closed its border.", "NG"},
		{"Niger and Nigeria closed the border.", "NE NG"},
		{"Nigerien troops.", "NE"},
		{"Nigerian troops.", "NG"},
		{"The Niger Delta is polluted.", ""},
		{"The Democratic Republic of the Congo voted.", "CD"},
		{"DR Congo voted.", "CD"},
		{"Congo-Kinshasa voted.", "CD"},
		{"The Republic of the Congo voted.", "CG"},
		{"Congo-Brazzaville voted.", "CG"},
		{"The DRC voted.", "CD"},
		{"Guinea voted.", "GN"},
		{"Guinea-Bissau voted.", "GW"},
		{"Guinea Bissau voted.", "GW"},
		{"Equatorial Guinea voted.", "GQ"},
		{"Papua New Guinea voted.", "PG"},
		{"South Korea fired.", "KR"},
		{"North Korea fired.", "KP"},
		{"N. Korea fired.", "KP"},
		{"S. Korea fired.", "KR"},
		{"The DPRK fired.", "KP"},
		{"The Republic of Korea answered.", "KR"},
		{"Korea signed.", "KR"},
		{"Dominica voted.", "DM"},
		{"The Dominican Republic voted.", "DO"},
		{"Sudan voted.", "SD"},
		{"South Sudan voted.", "SS"},
		{"Sudan and South Sudan voted.", "SD SS"},
		{"Ireland voted.", "IE"},
		{"Northern Ireland voted.", "GB"},
		{"The Republic of Ireland voted.", "IE"},
		{"Samoa voted.", "WS"},
		{"American Samoa voted.", "AS"},
		{"The British Virgin Islands.", "VG"},
		{"The U.S. Virgin Islands.", "VI"},
		{"Mali and Malawi and Malaysia and Malta.", "ML MT MW MY"},
		{"Austria and Australia.", "AT AU"},
		{"Slovakia and Slovenia.", "SI SK"},
		{"Iran and Iraq.", "IQ IR"},
		{"Mauritania and Mauritius.", "MR MU"},
		{"Gambia and Zambia.", "GM ZM"},
		{"Macedonia and Montenegro.", "ME MK"},
		{"Libya and Liberia and Lebanon.", "LB LR LY"},
		{"Mongolia voted.", "MN"},
		{"Inner Mongolia is a region.", ""},
		{"Roman law came to Romania.", "RO"},
		{"Oman is no Roman.", "OM"},
	})
}

func TestWordsThatAreNoCountry(t *testing.T) {
	check(t, []sentence{
		// animals, food, things
		{"We had turkey for dinner.", ""},
		{"Turkey had dinner.", "TR"},
		{"A guinea pig escaped.", ""},
		{"Fine china broke.", ""},
		{"French fries and Swiss cheese.", ""},
		{"A French bulldog bit a German shepherd.", ""},
		{"Canada geese flew past.", ""},
		{"An English breakfast.", ""},
		// money
		{"It cost 17 billion US dollars.", ""},
		{"It cost US$460m.", ""},
		{"Paid in Swiss francs and Japanese yen.", ""},
		{"The Canadian dollar fell.", ""},
		// organisations and outlets
		{"Agence France-Presse reported.", ""},
		{"The Washington Post reported.", ""},
		{"The South China Morning Post reported.", ""},
		{"Bank of America fell.", ""},
		{"Anglo American rose.", ""},
		// waters and regions
		{"The South China Sea is disputed.", ""},
		{"The Gulf of Mexico and the Persian Gulf.", ""},
		{"The Indian Ocean.", ""},
		{"The Sea of Japan.", ""},
		{"A treaty on Central Asia.", ""},
		{"Latin America and South America.", ""},
		{"The Korean Peninsula.", ""},
		// languages
		{"He speaks French.", ""},
		{"The form is in English.", ""},
		{"In English, please.", ""},
		{"It happened in French Guiana.", "GF"},
		{"It happened in English towns.", "GB"},
		// treaties
		{"The Paris Agreement and the Geneva Conventions.", ""},
		// states that are no more, and disputed places
		{"A graduate of the USSR Defense Ministry.", ""},
		{"The Soviet Union fell.", ""},
		{"Crimea is disputed.", ""},
		{"Abkhazia and South Ossetia.", ""},
		{"Nagorno-Karabakh.", ""},
		{"Kashmir is disputed.", ""},
		{"Shelling in Crimea, says Ukraine.", "UA"},
		// addresses
		{"See akorda.kz or italy.com, or write to me@france.fr.", ""},
	})
}

func TestPersonsAreNoPlaces(t *testing.T) {
	check(t, []sentence{
		{"UN High Commissioner for Human Rights Volker Türk spoke.", ""},
		{"Michael Jordan scored.", ""},
		{"Mr. Jordan scored.", ""},
		{"Chad Smith scored.", ""},
		{"Tom Holland acts.", ""},
		{"Jack London wrote.", ""},
		{"Mayor Virginia Raggi resigned.", ""},
		{"Georgia Stevens sang.", ""},
		{"Sheikh Meshal Al-Sabah reigns.", ""},
		{"Sen. Houston voted.", ""},
		{"Jordan and Chad voted.", "JO TD"},
		{"The King of Jordan spoke.", "JO"},
		{"Сергей Николаев заявил.", ""},
		{"В Николаеве спокойно.", "UA"},
		{"Антон Чехов писал.", ""},
		{"несколько чехов писали", "CZ"},
		{"Сана деген не?", ""},
		{"Удары по городам: Сана и Аден.", "YE"},
	})
}

func TestTownsOfOneName(t *testing.T) {
	check(t, []sentence{
		{"A fire in Paris, Texas.", "US"},
		{"A fire in Paris, France.", "FR"},
		{"A fire in Paris.", "FR"},
		{"A fire in London, Ontario.", "CA"},
		{"A fire in London.", "GB"},
		{"A fire in Athens, Georgia.", "US"},
		{"A fire in Athens.", "GR"},
		{"A fire in Birmingham, Ala.", "US"},
		{"A fire in Birmingham, England.", "GB"},
		{"A fire in Cambridge, Mass.", "US"},
		{"A fire in Lebanon, Pa.", "US"},
		{"A fire in Austin, TX", "US"},
		{"Tbilisi: Georgia voted.", "GE"},
		{"Atlanta and the rest of Georgia voted.", "US"},
		{"Georgia and Armenia voted.", "AM GE"},
		{"A fire on Cuba Street.", ""},
		{"A fire on Dublin Road.", ""},
		{"Beirut and Washington.", "LB US"},
		{"He lived in Visp.", ""},
	})
}

func TestAbbreviationsAndFlags(t *testing.T) {
	check(t, []sentence{
		{"The U.S. voted.", "US"},
		{"The US voted.", "US"},
		{"They told us nothing.", ""},
		{"Us and them.", ""},
		{"The UK and the UAE.", "AE GB"},
		{"The U.K. and the U.A.E.", "AE GB"},
		{"The USA won.", "US"},
		{"🇮🇹 won.", "IT"},
		{"🇰🇿🇮🇹 won.", "IT KZ"},
		{"#Italy won.", "IT"},
		{"ITALY BEATS GERMANY", "DE IT"},
		{"KAZAKH PRESIDENT VISITS ROME", "IT KZ"},
		{"The White House and the Kremlin.", "RU US"},
		{"Downing Street and the Élysée.", "FR GB"},
		{"The Akorda press service.", "KZ"},
	})
}

func TestRussian(t *testing.T) {
	check(t, []sentence{
		{"Италия победила.", "IT"},
		{"Он живёт в Италии.", "IT"},
		{"Переговоры с Италией.", "IT"},
		{"Итальянская республика подписала договор.", "IT"},
		{"итальянские компании", "IT"},
		{"итальянцев и французов", "FR IT"},
		{"казахстанско-итальянские отношения", "IT KZ"},
		{"Президент России встретился с президентом США.", "RU US"},
		{"В РФ и РК приняли закон.", "KZ RU"},
		{"из Республики Казахстан", "KZ"},
		{"Соединённых Штатов Америки", "US"},
		{"в Соединенных Штатах", "US"},
		{"Великобритании и Северной Ирландии", "GB"},
		{"в Южной Корее и КНДР", "KP KR"},
		{"в Южном Судане", "SS"},
		{"в Судане", "SD"},
		{"Нигер и Нигерия", "NE NG"},
		{"в Нигере", "NE"},
		{"в Нигерии", "NG"},
		{"в Нидерландах", "NL"},
		{"на Филиппинах", "PH"},
		{"в Новой Зеландии", "NZ"},
		{"в Саудовской Аравии", "SA"},
		{"в Демократической Республике Конго", "CD"},
		{"в Республике Конго", "CG"},
		{"в Папуа — Новой Гвинее", "PG"},
		{"в Гвинее", "GN"},
		{"в Гвинее-Бисау", "GW"},
		{"в Экваториальной Гвинее", "GQ"},
		{"китайские и корейские", "CN KR"},
		{"поляки, чехи и венгры", "CZ HU PL"},
		{"в Москве и Лондоне", "GB RU"},
		{"из Нью-Йорка", "US"},
		{"в Ростове-на-Дону", "RU"},
		{"в Алматы и Астане", "KZ"},
		{"Кремль и Белый дом", "RU US"},
		{"в Белом доме", "US"},
		{"17 миллиардов долларов США", ""},
		{"американские доллары", ""},
		{"Южно-Китайское море", ""},
		{"в Персидском заливе", ""},
		{"английский язык", ""},
		{"на русском языке", ""},
		{"говорит по-русски", ""},
		{"страны Центральной Азии", ""},
		{"в Советском Союзе", ""},
		{"в Крыму", ""},
		{"того же дня", ""},
		{"чадом и домочадцами", ""},
		{"Кыргызстан, Киргизия", "KG"},
		{"Беларусь и Белоруссия", "BY"},
		{"РОССИЯ И ТУРЦИЯ", "RU TR"},
		{"турок и турецкий", "TR"},
	})
}

func TestKazakh(t *testing.T) {
	check(t, []sentence{
		{"Қазақстан Республикасының Президенті", "KZ"},
		{"Қазақстанның елшісі", "KZ"},
		{"Италияда өтті", "IT"},
		{"Италиямен келісім", "IT"},
		{"Италияның үкіметі", "IT"},
		{"италиялық компаниялар", "IT"},
		{"қазақ-итальян қатынастары", "IT KZ"},
		{"Ресейге барды", "RU"},
		{"ресейліктер", "RU"},
		{"Түркияға барды", "TR"},
		{"түрік кәсіпкерлері", "TR"},
		{"АҚШ-тың президенті", "US"},
		{"АҚШ пен ҚР", "KZ US"},
		{"Америка Құрама Штаттарында", "US"},
		{"Қытайдан келді", "CN"},
		{"Қытай Халық Республикасымен", "CN"},
		{"Ұлыбританияда", "GB"},
		{"Өзбекстан мен Қырғызстан", "KG UZ"},
		{"өзбек және қырғыз", "KG UZ"},
		{"Мысырға", "EG"},
		{"Оңтүстік Кореяда", "KR"},
		{"Солтүстік Кореяда", "KP"},
		{"Германиядағы қазақстандықтар", "DE KZ"},
		{"неміс компаниясы", "DE"},
		{"Мәскеуде", "RU"},
		{"Астанада", "KZ"},
		{"Ақордада", "KZ"},
		{"17 миллиард АҚШ доллары", ""},
		{"ағылшын тілінде", ""},
		{"Орталық Азия елдері", ""},
		{"Венгрияның астанасы Будапештте", "HU"},
		{"Украинаның", "UA"},
	})
}
