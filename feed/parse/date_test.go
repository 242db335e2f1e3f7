package parse_test

import (
	"testing"
	"time"

	"newsbot/feed"
)

func TestDates(t *testing.T) {
	almaty := time.FixedZone("", 5*3600)
	want := time.Date(2026, 2, 10, 18, 5, 0, 0, time.UTC)  // 21:05 in Moscow
	local := time.Date(2026, 2, 10, 16, 5, 0, 0, time.UTC) // 21:05 in the source's zone
	utc := time.Date(2026, 2, 10, 21, 5, 0, 0, time.UTC)
	midnight := time.Date(2026, 2, 10, 19, 0, 0, 0, time.UTC)
	tests := []struct {
		date string
		want time.Time
	}{
		{"Tue, 10 Feb 2026 21:05:00 +0300", want},
		{"Tue, 10 Feb 2026 21:05:00 GMT", utc},
		{"Tue, 10 Feb 2026 21:05 UTC", utc},
		{"10 Feb 26 21:05 Z", utc},
		{"Tuesday, 10-Feb-26 21:05:00 GMT", utc},
		{"Tue Feb 10 21:05:00 2026", local},
		{"Tue Feb 10 21:05:00 MSK 2026", want},
		{"Tue, 10 Feb 2026 21:05:00 MSK", want},
		{"Tue, 10 Feb 2026 21:05:00 мск", want},
		{"Tue, 10 Feb 2026 21:05:00 ALMT", local},
		{"Tue, 10 Feb 2026 13:05:00 EST", want},
		{"Fri, 10 Jul 2026 14:05:00 EDT", time.Date(2026, 7, 10, 18, 5, 0, 0, time.UTC)},
		{"Wed, 11 Feb 2026 03:05:00 JST", want},
		{"Tue, 10 Feb 2023 21:05:00 ALMT", time.Date(2023, 2, 10, 15, 5, 0, 0, time.UTC)},
		{"Tue, 10 Feb 2026 21:05:00 +0300 (MSK)", want},
		{"Tue, 10 Feb 2026 21:05:00 GMT+3", want},
		{"Tue, 10 Feb 2026 21:05:00 UTC+03:00", want},
		{"Tue, 10 Feb 2026 13:05:00 -05:00", want},
		{"Tue, 10 Feb 2026 9:05 PM +0300", want},
		{"2026-02-10T21:05:00+03:00", want},
		{"2026-02-10T21:05:00Z", utc},
		{"2026-02-10t21:05:00z", utc},
		{"2026-02-10T21:05Z", utc},
		{"2026-02-10 21:05:00 +0300", want},
		{"2026-02-10 21:05:00.000 +03", want},
		{"20260210T180500Z", want},
		{"2026-02-10T21:05:00", local},
		{"10.02.2026, 21:05", local},
		{"10.02.2026 - 21:05", local},
		{"2026/02/10 21:05", local},
		{"25/02/2026 21:05", local.AddDate(0, 0, 15)},
		{"02/25/2026 21:05", local.AddDate(0, 0, 15)},
		{"10 Feb 2026", midnight.AddDate(0, 0, -1)},
		{"2026-02-10", midnight.AddDate(0, 0, -1)},
		{"10 Feb 2026 24:00", midnight},
		{"Вт, 10 фев 2026 21:05:00 +0300", want},
		{"10 февраля 2026 г., 21:05", local},
		{"2026 жылғы 10 ақпан, 21:05", local},
		{"Di, 10 März 2026 21:05", local.AddDate(0, 0, 28)},
		{"mar., 10 févr. 2026 21:05", local},
		{"martes 10 de febrero de 2026 21:05", local},
		{"Sept 10, 2026 21:05", time.Date(2026, 9, 10, 16, 5, 0, 0, time.UTC)},
		{"Feb 10th, 2026, 9:05 pm", local},
		{"Salı, 10 Şubat 2026 21:05:00 +0300", want},
		{"10 ŞUBAT 2026, 21:05", local},
		{"10 Şubat 2026 Salı saat 21:05", local},
		{"10 февраля 2026, вторник, 21:05", local},
		{"21:05, 10 февраля 2026", local},
		{"21:05 10.02.2026", local},
		{"10 Февраля 2026 года в 21:05 МСК", want},
		{"2026 жылдың 10 ақпаны, 21:05", local},
		{"10 ақпанда 2026, 21:05", local},
		{"mardi 10 février 2026 à 21h05", local},
		{"Dienstag, 10. Februar 2026, 21.05 Uhr", local},
		{"martes, 10 de febrero de 2026, 21:05 h", local},
		{"2026-02-10T21:05:00,0Z", utc},
		{"2026-041T21:05:00Z", utc},
		{"2026041T210500Z", utc},
		{"2026-W07-2T21:05Z", utc},
		{"2026W072T2105Z", utc},
		{"20260210210500", local},
		{"2026-02-10T18:05:00Z", want},
		{"2026年2月10日 21:05", local},
		{"2026년 2월 10일 21시 05분", local},
		{"Feb 10, 2026 9:05 p.m.", local},
		{"9:05 PM, Feb 10, 2026", local},
		{"Tue, 10 Feb 2026 12:00 AM", midnight.AddDate(0, 0, -1)},
		{"Tue, 10 Feb 2026 21:05:00 MSK (UTC+3)", want},
		{"Tue, 10 Feb 2026 23:05:00 MSK+2", want},
		{"Tue, 10 Feb 2026 19:05:00 CET", want},
		{"Published: 10.02.2026, 21:05", local},
		// Not to be read, or to be read in two ways: absent, never guessed.
		{"", time.Time{}},
		{"yesterday", time.Time{}},
		{"31 Feb 2026 10:00", time.Time{}},
		{"10 Feb 2026 25:00", time.Time{}},
		{"10 Feb 2026 24:01", time.Time{}},
		{"32.13.2026, 21:05", time.Time{}},
		{"03/04/2026 21:05", time.Time{}},
		{"Tue, 10 Feb 2026 21:05:00 XYZ", time.Time{}},
		{"Tue, 10 Feb 2026 21:05:00 IST", time.Time{}},
		{"Tue, 10 Feb 2026 21:05:00 A", time.Time{}},
		{"Tue, 10 Feb 2026 21:05:00 +9900", time.Time{}},
		{"0001-01-01T00:00:00Z", time.Time{}},
		{"Thu, 01 Jan 1970 00:00:00 GMT", time.Time{}},
		{"Wed, 31 Dec 1969 23:59:59 GMT", time.Time{}},
		{"Wed, 31 Dec 1969 16:00:00 PST", time.Time{}},
		{"1970-01-01 00:00", time.Time{}},
		{"1900-01-01", time.Time{}},
		{"Fri, 02 Jan 1970 00:00:00 GMT", time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC)},
		{"10 Feb", time.Time{}},
		{"10.02.26, 21:05", time.Time{}},
		{"2/10/2026 9:05 PM", time.Time{}},
		{"2026-02", time.Time{}},
		{"2026-366", time.Time{}},
		{"2026-W54-1", time.Time{}},
		{"today, 21:05", time.Time{}},
		{"вчера, 21:05", time.Time{}},
		{"Tue, 10 Feb 2026 21:05:00 AST", time.Time{}},
		{"99:05, 10 Feb 2026", time.Time{}},
		{"1770757500", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.date, func(t *testing.T) {
			src := feed.Source{TimeZone: almaty}
			got := read(t, src, rss("<item><title>a</title><pubDate>"+tt.date+"</pubDate></item>")).Items[0].Published
			if !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	t.Run("an ambiguous name is read where the source's zone has it", func(t *testing.T) {
		src := feed.Source{TimeZone: time.FixedZone("IST", 5*3600+1800)}
		got := read(t, src, rss("<item><title>a</title><pubDate>Tue, 10 Feb 2026 21:05:00 IST</pubDate></item>")).Items[0].Published
		if want := time.Date(2026, 2, 10, 15, 35, 0, 0, time.UTC); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("one that cannot be read gives way to one that can", func(t *testing.T) {
		got := read(t, feed.Source{}, rss("<item><title>a</title><pubDate>soon</pubDate><dc:date>2026-02-10T21:05:00Z</dc:date></item>")).Items[0].Published
		if !got.Equal(utc) {
			t.Errorf("got %v, want %v", got, utc)
		}
	})
}
