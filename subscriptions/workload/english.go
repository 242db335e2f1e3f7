package workload

import "strings"

var english = language{
	tag: "en",
	function: strings.Fields(`
		the of to and a in that is for on said with he was as it by at his from
		be are an have has will they who not which their this its had were or
		been would more but one after new also she we about up you year people there when
		her all two first can if out could other over government last so time than what
		some into them no years him president only before do like most because
		now any country state made how these between state's while during against where told such through many under`),
	onsets:  []string{"b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "ch", "cl", "dr", "gr", "pl", "pr", "sh", "sp", "st", "th", "tr"},
	vowels:  []string{"a", "e", "i", "o", "u"},
	codas:   []string{"b", "ck", "ct", "k", "l", "m", "n", "nt", "p", "r", "rt", "st", "t", "v"},
	classes: []class{regular, regular, regular, silent, withY},
	names:   []string{"son", "man", "ard", "ini", "ez", "berg", "ton", "ley"},
	nameForms: []ending{
		{"", 85}, {"'s", 10}, {"’s", 5},
	},
	operators: [3]string{"AND", "OR", "NOT"},
}

var (
	regular = class{{"", 55}, {"s", 20}, {"ed", 8}, {"ing", 8}, {"ly", 4}, {"ation", 5}}
	silent  = class{{"e", 50}, {"es", 20}, {"ed", 10}, {"ing", 10}, {"ely", 3}, {"ation", 7}}
	withY   = class{{"y", 60}, {"ies", 25}, {"ied", 7}, {"ying", 8}}
)
