package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// A tongue is a language with the encodings it was written in before UTF-8, and
// news in it: headlines and leads.
type tongue struct {
	name, encodings string
	stories         [3][2]string
}

var tongues = []tongue{
	{"English", "windows-1252", [3][2]string{
		{"Minister’s letter – “no change”", "The café’s owner said: “We don’t expect a change – not this year.”"},
		{"Bridge opens in May", "The council’s engineers promised that the bridge would open in May."},
		{"A naïve question", "It cost £5 – the reader’s question wasn’t answered."}}},
	{"Russian", "windows-1251 koi8-r iso-8859-5 ibm866 x-mac-cyrillic", [3][2]string{
		{"Министры обсудили поставки зерна", "Встреча министров сельского хозяйства состоялась в четверг в Астане, сообщили в ведомстве."},
		{"Мост через реку откроют в мае", "Строители обещают закончить работы до конца весны, сказал глава района."},
		{"Школы получат новые учебники", "Учебники по истории и географии поступят в школы к началу учебного года."}}},
	{"Kazakh", "", [3][2]string{
		{"Үкімет отырысында егін жинау мәселесі қаралды", "Ауыл шаруашылығы министрі биылғы өнім туралы баяндады."},
		{"Жаңа көпір мамыр айында ашылады", "Құрылысшылар жұмысты көктемнің соңына дейін аяқтауға уәде берді."},
		{"Мектептер жаңа оқулықтар алады", "Тарих және география оқулықтары оқу жылының басында жеткізіледі."}}},
	{"Ukrainian", "windows-1251 koi8-u", [3][2]string{
		{"Міністри обговорили постачання зерна", "Зустріч міністрів відбулася у четвер, її підсумки оголосять згодом."},
		{"Міст через річку відкриють у травні", "Будівельники обіцяють завершити роботи до кінця весни, її чекають усі."},
		{"Школи отримають нові підручники", "Підручники з історії та географії надійдуть до шкіл на початку навчального року."}}},
	{"French", "iso-8859-1 iso-8859-15 windows-1252", [3][2]string{
		{"Le président reçoit les députés à Orléans", "La réunion a été consacrée à l'agriculture et à l'élevage, a précisé le ministère."},
		{"Le pont sera achevé en mai", "Les ingénieurs ont assuré que les travaux seraient terminés avant l'été."},
		{"Des écoles rénovées à la rentrée", "Près de cent écoles ont été rénovées grâce à l'aide de la région."}}},
	{"German", "iso-8859-1 iso-8859-15 windows-1252", [3][2]string{
		{"Größere Züge fahren über die Brücke nach Köln", "Die Bahn prüft, ob künftig mehr Züge über die Brücke fahren können."},
		{"Brücke öffnet im Mai", "Die Behörde erklärte, die Arbeiten würden rechtzeitig vor dem Frühling abgeschlossen."},
		{"Schüler erhalten neue Bücher", "Für die Fächer Geschichte und Erdkunde gibt es künftig neue Bücher."}}},
	{"Spanish", "iso-8859-1 iso-8859-15 windows-1252", [3][2]string{
		{"España y México firman un acuerdo de educación", "La reunión se celebró el miércoles; según el ministerio, el próximo año habrá más becas."},
		{"El puente abrirá en mayo", "Los ingenieros señalaron que la construcción terminará antes del otoño."},
		{"Los niños tendrán más libros", "El año próximo llegarán los libros de geografía, según anunció la ministra de Educación."}}},
	{"Turkish", "windows-1254 iso-8859-9", [3][2]string{
		{"Köprü mayıs ayında açılıyor", "Belediye başkanı, çalışmaların ilkbahar sonuna kadar biteceğini söyledi."},
		{"Öğrencilere yeni ders kitapları dağıtılacak", "Tarih ve coğrafya kitapları eğitim yılının başında okullara gönderilecek."},
		{"İçişleri Bakanı Ağrı'da görüştü", "Görüşmede güvenlik ve işbirliği konuları ele alındı, açıklama yapıldı."}}},
	{"Polish", "iso-8859-2 windows-1250", [3][2]string{
		{"Zażółć gęślą jaźń, powiedział poseł w Łodzi", "Posłowie dyskutowali o zbożu i o przyszłości małych gospodarstw, które wciąż działają."},
		{"Most zostanie otwarty w maju", "Inżynierowie zapewnili, że prace zakończą się przed końcem wiosny, choć są opóźnienia."},
		{"Szkoły dostaną nowe książki", "Podręczniki trafią do szkół na początku roku, poinformował rząd, wskazując też źródła pieniędzy."}}},
	{"Greek", "iso-8859-7 windows-1253", [3][2]string{
		{"Η γέφυρα ανοίγει τον Μάιο", "Οι μηχανικοί υποσχέθηκαν ότι οι εργασίες θα τελειώσουν πριν από το καλοκαίρι."},
		{"Οι υπουργοί συζήτησαν για τα σιτηρά", "Η συνάντηση έγινε την Πέμπτη στην Αθήνα, ανακοίνωσε το υπουργείο."},
		{"Νέα βιβλία στα σχολεία", "Τα βιβλία ιστορίας και γεωγραφίας θα φτάσουν στα σχολεία τον Σεπτέμβριο."}}},
	{"Chinese", "gb18030 gbk big5", [3][2]string{
		{"部长在北京讨论粮食问题", "会议于星期四在北京举行，双方讨论了粮食供应和铁路合作的问题。"},
		{"大桥将在五月开放", "工程师保证工程将在春天结束之前完成，市民非常期待。"},
		{"学校将得到新的课本", "新的历史和地理课本将在学年开始之前送到学校。"}}},
	{"Japanese", "shift_jis euc-jp iso-2022-jp", [3][2]string{
		{"新しい橋が五月に開通する", "市長は、工事が春の終わりまでに完了すると述べた。"},
		{"農業大臣が穀物について協議", "会議は木曜日に東京で開かれ、鉄道の協力についても話し合われた。"},
		{"学校に新しい教科書が届く", "歴史と地理の教科書は、新学年が始まる前に学校に届けられる予定です。"}}},
	{"Korean", "euc-kr", [3][2]string{
		{"새로운 다리가 오월에 개통된다", "시장은 공사가 봄이 끝나기 전에 완료될 것이라고 말했다."},
		{"농업 장관이 곡물 공급을 논의했다", "회의는 목요일 서울에서 열렸으며 철도 협력도 논의되었다."},
		{"학교에 새 교과서가 지급된다", "역사와 지리 교과서는 학년이 시작되기 전에 학교에 전달될 예정이다."}}},
}

// A labelling is what is said of the bytes: by HTTP, and by the document.
type labelling struct{ name, http, declared string }

// labellings holds those under which a body can be met. %s is what it really is.
var labellings = []labelling{
	{"declared", "", "%s"},
	{"by HTTP alone", "%s", ""},
	{"by both", "%s", "%s"},
	{"HTTP lies that it is UTF-8", "utf-8", "%s"},
	{"the declaration lies that it is UTF-8", "%s", "utf-8"},
	{"both lie that it is UTF-8", "utf-8", "utf-8"},
	{"HTTP says iso-8859-1 of all it serves", "iso-8859-1", "%s"},
	{"unlabelled", "", ""},
}

var labellingsOfUTF8 = []labelling{
	{"unlabelled", "", ""},
	{"by both", "utf-8", "utf-8"},
	{"HTTP lies", "iso-8859-1", ""},
	{"the declaration lies", "", "windows-1251"},
	{"both lie", "koi8-r", "shift_jis"},
}

var wides = []struct {
	name, label string
	enc         encoding.Encoding
}{
	{"UTF-16LE with a mark", "utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"UTF-16BE with a mark", "utf-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"UTF-16LE without a mark", "utf-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"UTF-16BE without a mark", "", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"UTF-32LE with a mark", "utf-32", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"UTF-32BE without a mark", "utf-8", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
}

// TestEncodings makes feeds in 13 languages in every encoding that news were or are
// published in, under labels that are right, absent and wrong, and prints how many
// are read without one wrong letter:
//
//	go test ./feed/parse -run TestEncodings -v -count=1
func TestEncodings(t *testing.T) {
	var cases, right int
	try := func(l tongue, how string, enc encoding.Encoding, http, declared string) {
		head := `<?xml version="1.0"?>`
		if declared != "" {
			head = `<?xml version="1.0" encoding="` + declared + `"?>`
		}
		var items strings.Builder
		want := make([]string, 0, 6)
		for _, s := range l.stories {
			fmt.Fprintf(&items, "<item><title>%s</title><link>https://e.org/%d</link><description>%s</description></item>\n", s[0], len(want), s[1])
			want = append(want, s[0], s[1])
		}
		body := []byte(head + "\n<rss version=\"2.0\"><channel><title>News</title>\n" + items.String() + "</channel></rss>\n")
		if enc != nil {
			var err error
			if body, err = enc.NewEncoder().Bytes(body); err != nil {
				t.Fatalf("%s cannot be written, %s: %v", l.name, how, err)
			}
		}
		contentType := "text/xml"
		if http != "" {
			contentType += "; charset=" + http
		}
		cases++
		doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: body, ContentType: contentType, URL: address})
		if err != nil {
			t.Logf("%s, %s: %v", l.name, how, err)
			return
		}
		var got []string
		for _, i := range doc.Items {
			got = append(got, i.Title, i.Text)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Logf("%s, %s: got %.60q, want %.60q", l.name, how, got, want)
			return
		}
		right++
	}
	for _, l := range tongues {
		for _, name := range strings.Fields(l.encodings) {
			enc, _ := charset.Lookup(name)
			for _, by := range labellings {
				if name == "iso-8859-1" && by.http == name {
					continue // no lie
				}
				fill := func(s string) string { return strings.ReplaceAll(s, "%s", name) }
				try(l, name+", "+by.name, enc, fill(by.http), fill(by.declared))
			}
		}
		for _, by := range labellingsOfUTF8 {
			try(l, "UTF-8, "+by.name, nil, by.http, by.declared)
		}
		for _, w := range wides {
			try(l, w.name, w.enc, "", w.label)
		}
	}
	share := 100 * float64(right) / float64(cases)
	t.Logf("%d of %d cases in %d languages are right: %.1f %% (target: 92 %% of 240 or more)", right, cases, len(tongues), share)
	if cases < 240 || share < 92 {
		t.Errorf("got %.1f %% of %d cases right, want 92 %% of 240 or more", share, cases)
	}
}
