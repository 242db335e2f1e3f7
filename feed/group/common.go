package group

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"newsbot/feed/words"
)

//go:embed common.txt
var commonText string

// common is, for each language, the share of stories that have a stem, for those
// that are common in any news.
type common map[language]map[string]float64

// readCommon reads common.txt, or panics: it is part of the program.
func readCommon() common {
	all := common{}
	stemmer := words.NewStemmer()
	for line := range strings.Lines(commonText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		share, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			panic(fmt.Sprintf("common.txt: %v", err))
		}
		of := all[language(fields[0])]
		if of == nil {
			of = map[string]float64{}
			all[language(fields[0])] = of
		}
		for _, word := range fields[2:] {
			forms, _ := words.Folded(word)
			for _, form := range forms {
				stem := stemIn(language(fields[0]), stemmer, form)
				of[stem] = max(of[stem], share)
			}
		}
	}
	return all
}
