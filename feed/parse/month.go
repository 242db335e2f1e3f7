package parse

import "strings"

// months maps the names of months, and their short forms, to 1…12, in
// English, Russian, Kazakh, German, French, Spanish, Turkish, Ukrainian, Italian,
// Portuguese, Polish, Hungarian and Greek. No name means two months.
var months = monthNames(`
	jan january янв января январь қаң қаңтар januar jänner janv janvier ene enero oca ocak січ січня gen gennaio janeiro stycznia január ιαν ιανουαρίου ιανουάριος
	feb february фев февр февраля февраль ақп ақпан februar févr fév février fevrier febrero şub şubat subat лют лютого febbraio fevereiro lutego február φεβ φεβρουαρίου φεβρουάριος
	mar march мар марта март нау наурыз mär märz maerz mrz mars marzo mart бер березня março marca március μαρ μαρτίου μάρτιος
	apr april апр апреля апрель сәу сәуір avr avril abr abril nis nisan кві квіт квітня aprile kwietnia április ápr απρ απριλίου απρίλιος
	may мая май мам мамыр mai mayo mayıs mayis тра трав травня mag maggio maio maja május μαϊ μάι μαι μαΐου μάιος
	jun june июн июня июнь мау маусым juni juin junio haz haziran чер черв червня giu giugno junho czerwca június ιουν ιουνίου ιούνιος ιούν
	jul july июл июля июль шіл шілде juli juil juillet julio tem temmuz лип липня lug luglio julho lipca július ιουλ ιουλίου ιούλιος ιούλ
	aug august авг августа август там тамыз août aout agosto ağu ağustos agustos серп серпня ago sierpnia augusztus αυγ αυγούστου αύγουστος αύγ
	sep sept september сен сент сентября сентябрь қыр қыркүйек septembre septiembre eyl eylül eylul вер верес вересня set settembre setembro września szeptember σεπ σεπτ σεπτεμβρίου σεπτέμβριος
	oct october окт октября октябрь қаз қазан okt oktober octobre octubre eki ekim жов жовт жовтня ott ottobre outubro października október οκτ οκτωβρίου οκτώβριος
	nov november ноя нояб ноября ноябрь қар қараша novembre noviembre kas kasım kasim лис листоп листопада novembro listopada νοε νοεμ νοεμβρίου νοέμβριος νοέ
	dec december дек декабря декабрь жел желтоқсан dez dezember déc décembre decembre dic diciembre ara aralık aralik гру груд грудня dicembre dezembro grudnia δεκ δεκεμβρίου δεκέμβριος`)

// kazakhCases are the endings of a Kazakh month in a date: ақпанда, ақпаны, ақпандағы.
var kazakhCases = strings.Fields("ындағы індегі ында інде дағы дегі тағы тегі ның нің дың дің тың тің да де та те ы і сы сі")

// monthOf returns 1…12, or 0.
func monthOf(word string) int {
	if m := months[word]; m > 0 {
		return m
	}
	for _, ending := range kazakhCases {
		if stem, ok := strings.CutSuffix(word, ending); ok && len(stem) >= len("мамыр") {
			if m := months[stem]; m > 0 {
				return m
			}
		}
	}
	return 0
}

func monthNames(table string) map[string]int {
	m := make(map[string]int)
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		for _, name := range strings.Fields(line) {
			m[name] = i + 1
		}
	}
	return m
}

// fillers are words between the parts of a date that say nothing: weekdays in the
// middle among them.
var fillers = set(strings.Fields(`
	. г года в ж жылғы жылы жылдың at um uhr à de del du le el den der of st nd rd th er º ч о р року
	h hs hrs saat günü das
	monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
	понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
	дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі
	lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag
	lunes martes miércoles jueves viernes sábado domingo
	pazartesi salı çarşamba perşembe cuma cumartesi pazar`)...)
