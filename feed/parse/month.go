package parse

import "strings"

// months maps the names of months, and their short forms, to 1…12, in
// English, Russian, Kazakh, German, French, Spanish and Ukrainian.
var months = monthNames(`
	jan january янв января январь қаң қаңтар januar jänner janv janvier ene enero січ січня
	feb february фев февр февраля февраль ақп ақпан februar févr février fevrier febrero лют лютого
	mar march мар марта март нау наурыз mär märz mrz mars marzo бер березня
	apr april апр апреля апрель сәу сәуір avr avril abr abril кві квітня
	may мая май мам мамыр mai mayo тра травня
	jun june июн июня июнь мау маусым juni juin junio чер червня
	jul july июл июля июль шіл шілде juli juil juillet julio лип липня
	aug august авг августа август там тамыз août aout ago agosto сер серпня
	sep sept september сен сент сентября сентябрь қыр қыркүйек septembre septiembre вер вересня
	oct october окт октября октябрь қаз қазан okt oktober octobre octubre жов жовтня
	nov november ноя нояб ноября ноябрь қар қараша novembre noviembre лис листопада
	dec december дек декабря декабрь жел желтоқсан dez dezember déc décembre dic diciembre гру грудня`)

func monthNames(table string) map[string]int {
	m := make(map[string]int)
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		for _, name := range strings.Fields(line) {
			m[name] = i + 1
		}
	}
	return m
}

// fillers are words between the parts of a date that say nothing.
var fillers = set(".", "г", "года", "в", "ж", "жылғы", "жылы", "at", "um", "uhr", "à", "de", "del", "du", "le",
	"el", "den", "der", "of", "st", "nd", "rd", "th", "ч", "о", "р", "року")
