package parse

import (
	"regexp"
	"strings"
	"unicode"
)

// footers are what programs that write feeds put under an article, in the
// languages they do it in.
var footers = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`the post .+ (?:first )?appeared (?:first )?on .+`,
	`сообщение .+ появил(?:ось|ась|ись|ся|ись) сначала на .+`,
	`запись .+ (?:впервые )?появил(?:ось|ась|ся) (?:сначала |впервые )?(?:на|в) .+`,
	`l[’']article .+ est apparu en premier sur .+`,
	`der beitrag .+ erschien (?:zuerst|als erstes) auf .+`,
	`la entrada .+ (?:se publicó|aparece|apareció) primero en .+`,
	`.+ yazısı ilk önce .+ üzerinde ortaya çıktı`,
}, "|") + `)\.?$`)

// isFooter spares most lines the search.
func isFooter(line string) bool {
	if len(line) > 1000 {
		return false
	}
	for _, sign := range []string{" appeared ", "появил", " apparu ", " erschien ", " primero en ", "ortaya çıktı"} {
		if strings.Contains(line, sign) {
			return footers.MatchString(line)
		}
	}
	return false
}

// invitations lead to the article and say nothing of it. They are compared in
// lower case and without the signs around them.
var invitations = set("read more", "read on", "more", "continue reading", "read the full story", "read full story",
	"read the full article", "read full article", "full story", "full article", "click here to read more", "comments", "permalink",
	"learn more", "see more", "view original", "keep reading",
	"читать далее", "читать дальше", "читать полностью", "подробнее", "далее", "читать", "читать статью полностью", "комментарии",
	"толығырақ", "толық оқу", "жалғасын оқу", "читайте далее", "докладніше", "читати далі",
	"lire la suite", "lire plus", "en savoir plus", "weiterlesen", "mehr", "mehr lesen", "leer más", "seguir leyendo", "continuar leyendo",
	"devamını oku", "devamı", "share this", "поделиться", "бөлісу")

// isInvitation reports whether a line, or the text of a link, only invites to click.
func isInvitation(s string) bool {
	if len(s) > 80 {
		return false
	}
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	return s != "" && invitations[strings.ToLower(s)]
}

// maxFooters is how many lines under a text are looked at.
const maxFooters = 6

// withoutBoilerplate leaves out what stands under a text and is none of it. A
// text that is nothing else has none.
func withoutBoilerplate(text string) string {
	for range maxFooters {
		i := strings.LastIndexByte(text, '\n')
		last := strings.TrimPrefix(text[i+1:], "- ")
		if last == "" || !isInvitation(last) && !isFooter(last) {
			return text
		}
		text = text[:max(i, 0)]
	}
	return text
}
