package telegramtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

// alert is a message as the bot sends most.
const alert = "chat_id=7&parse_mode=HTML&text=%3Cb%3ELeaders+meet+in+Rome%3C%2Fb%3E%0A%3Ci%3E26+Feb%2C+14%3A30%3C%2Fi%3E+%3Ca+href%3D%22https%3A%2F%2Fexample.org%2Fa%22%3EExample%3C%2Fa%3E%0A%0AEnergy%2C+transport+and+water+were+discussed+at+length+in+the+Italian+capital+on+Thursday." +
	"&link_preview_options=%7B%22is_disabled%22%3Atrue%7D&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22Mute%22%2C%22callback_data%22%3A%22v1%3Am%3A3%22%7D%5D%5D%7D"

// BenchmarkSendMessage measures how many messages a second the server takes.
func BenchmarkSendMessage(b *testing.B) {
	s, err := telegramtest.Start(telegramtest.Options{KeepRequests: -1})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.Say(telegramtest.PrivateChat(ann), ann, "/start")
	network := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	for name, client := range map[string]*http.Client{"network": network, "in process": s.Client()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r, err := client.Post(s.URL()+"/bot"+s.Token()+"/sendMessage", "application/x-www-form-urlencoded", strings.NewReader(alert))
					if err != nil {
						b.Fatal(err)
					}
					if r.StatusCode != 200 {
						b.Fatalf("got status %d", r.StatusCode)
					}
					if _, err := io.Copy(io.Discard, r.Body); err != nil { // else the connection is not used again
						b.Fatal(err)
					}
					r.Body.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
