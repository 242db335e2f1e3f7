//go:build unix

package country_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"newsbot/feed/country"
)

// story is a text of about 300 words with a name every dozen words.
var story = strings.Repeat(`The Deputy Minister of Foreign Affairs received the ambassador on Monday, the ministry reports.
The parties discussed the strategic partnership between Kazakhstan and Italy, placing emphasis on political dialogue, trade and joint projects.
In 2025 trade amounted to 17 billion US dollars, and 267 Italian companies work in Almaty, Atyrau and Shymkent across a wide range of sectors, he said.
He studied in Paris, Texas, and served at missions in Switzerland and the U.S. before he came to Rome.
`, 4)

// processorTime is what the process has used of its processors, which a busy
// machine does not stretch.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkTag(b *testing.B) {
	for name, text := range map[string]string{
		"english": story,
		"russian": strings.Repeat("Заместитель министра принял в понедельник посла Итальянской Республики, сообщает пресс-служба. Стороны обсудили сотрудничество Казахстана и Италии, особое внимание уделив политическому диалогу, торговле и совместным проектам в Риме и Алматы. ", 11),
		"kazakh":  strings.Repeat("Сыртқы істер министрінің орынбасары Италия Республикасының елшісін қабылдады. Тараптар Қазақстан мен Италияның стратегиялық серіктестігін, саяси диалогты, сауданы және Римдегі бірлескен жобаларды талқылады. ", 14),
	} {
		b.Run(name, func(b *testing.B) {
			tagger := country.New("KZ")
			tagger.Tag("", text)
			b.ReportAllocs()
			before := processorTime()
			for b.Loop() {
				tagger.Tag("Prospects for the partnership with Italy discussed", text)
			}
			b.ReportMetric(float64(b.N)/(processorTime()-before).Seconds(), "stories/cpu-s")
			b.ReportMetric(float64(len(strings.Fields(text))), "words")
		})
	}
}
