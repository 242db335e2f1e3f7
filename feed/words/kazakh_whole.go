package words

import "strings"

// Kazakh words that the rules would take for others, or that would not be found
// under their own endings; from a comparison of the stems of a dictionary's words.
var (
	// short has the words of two letters that take endings.
	short = set("ел үй іс ай су")

	// whole has words whose own last letters look like an ending.
	whole = set(`
		арыстан балға бастапқы басты басқа босаға бөктер бәйге дастан дәптер дәрмен дәрі едіге егемен жеті желі
		көрермен майдан мағына молда мұхтар оқиға отбасы пайда пәрмен сауда тағы тары тері теңге төмен ұялы
		жорға кептер пенде салдар сырға тұлға шахта шілде шошқа
		қазы қазына қайда қарға қатты қозы құштар қысқа өнеге
		апта балта елорда жұмыртқа жүлде қалта мақта нұсқа нүкте періште почта пошта тақта
		аренда баллада блокада бригада веранда команда контрабанда легенда олимпиада пирамида пропаганда
		кластер мастер мистер тендер
		абадан ақорда антарктида барбуда бремен гренада дағыстан дрезден иордан канада лейден луанда магадан
		манчестер қарағанды қызылорда руанда судан түркімен уганда ауғаныстан`)

	// withS has words with an -с of their own after а or е, which is not that of
	// the -сы, -сі of "his".
	withS = set(`
		кеңес қатынас мирас елес белес егес
		жолдас отандас қандас қарындас замандас құрдас сырлас тұстас
		әріптес серіктес жерлес пікірлес тілдес үндес
		адрес атлас бизнес интерес конгрес прогрес процес экспрес`)

	// withN has words with an -ын, -ін of their own, which is not "his" before
	// the н of an ending.
	withN = set(`
		алтын ақын отын жиын шығын ойын орын тұтын бұрын айдын аршын қатын жалын ағын табын тығын жасырын
		қиын жауын қауын тасқын қашқын босқын айқын жақын дарын сарын қарын мойын мұрын салқын жабын
		тосын ұзын буын қарқын құлын тоғын тозғын талқын құйын қайын
		келін түтін бүгін егін бүтін түйін ерін тегін үгін мәтін зейін пішін кескін серпін екпін төркін бекін`)

	// restored has stems that lose a vowel before "his" (халық, халқы).
	restored = map[string]string{
		"халқ": "халық", "нарқ": "нарық", "парқ": "парық", "ырқ": "ырық", "құлқ": "құлық",
		"орн": "орын", "мойн": "мойын", "мұрн": "мұрын", "қарн": "қарын", "қойн": "қойын", "ерн": "ерін",
		"ауз": "ауыз", "даус": "дауыс", "ерк": "ерік", "көрк": "көрік", "бөрк": "бөрік", "мүлк": "мүлік",
		"қалп": "қалып", "ғұрп": "ғұрып", "кейп": "кейіп", "әрп": "әріп",
	}
)

// isWhole reports whether the word has no ending although it looks so: one of the
// list, or a country in -стан.
func (w kazakhWord) isWhole() bool {
	if land, ok := w.cut([]rune("стан")); ok && (land[len(land)-1] == 'и' || land.sound()&vowel == 0) {
		return true
	}
	return whole[string(w)]
}

func set(list string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		all[word] = true
	}
	return all
}
