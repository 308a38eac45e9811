package structure

// How numbers are read
//
// A line may open with a number in any of the styles that Japanese terms use.
// scanNumber says which style and value stand there and where the words begin;
// it does not decide whether it is a number in this document. 「2024年…」 and
// 「1.5倍」 are turned away here because of the unit; everything else is decided
// by sequence (article.go for 条, nest.go for the rest).
//
// Two alphabets are ambiguous: イ is the first of イロハ and the second of アイウ,
// i the first of i, ii, iii and the ninth of a, b, c. Such numbers carry both
// values, and a list settles on the one that goes on.

import (
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// style is a way of writing numbers. Numbers of one list share their style.
type style uint8

const (
	noStyle         style = iota
	styleDecimal          // 1. 1、 1
	styleDotted           // 1.1
	styleHyphen           // 1-1
	styleHalf             // 1)
	styleParen            // (1) ⑴
	styleCircled          // ①
	styleKanji            // 一、
	styleKanjiPar         // (一) ㈠
	styleKana             // イ ア
	styleKanaHalf         // ア)
	styleKanaPar          // (ア)
	styleLatin            // a.
	styleLatinHalf        // a)
	styleLatinPar         // (a)
	styleUpper            // A. I.
	styleUpperPar         // (A)
	styleBullet           // ・
	styleMarkerItem       // 第1項, 第1号 on a line of its own
	stylePart             // 第1編
	styleChapter          // 第1章
	styleSection          // 第1節
	styleSubsection       // 第1款
	styleDivision         // 第1目
	styleArticle          // 第1条
	styleArticleEN        // Article 1
	styleOrdinal          // 第1, where public contracts write no 条
	styleAnnex            // 別紙1
	styleSupplement       // 附則
)

// structural reports whether s marks a part above the paragraphs.
func (s style) structural() bool { return s >= stylePart }

// number is a number as it stands at the beginning of a line.
type number struct {
	style  style
	loose  bool     // nothing separates it from the words: 「２前項に…」
	paren  bool     // styleMarkerItem: 第N号 rather than 第N項
	n      int8     // how many of path are used: 1.2.3 has 3, 第3条の2 has 2
	value  int32    // place in its list; 0 for bullets
	other  int32    // the other reading of an ambiguous letter, or 0
	bullet rune     // the bullet itself
	path   [4]int32 // components; path[0] is value for plain numbers
	stop   int      // end of the number as written
	rest   int      // where the words begin
}

// maxNumber bounds what is taken for a number of a provision; years and prices lie above it.
const maxNumber = 999

// scanNumber reads the number that text[start:end] opens with. ok is false if there is none.
func scanNumber(text string, start, end int) (n number, ok bool) {
	if start >= end {
		return number{}, false
	}
	s := text[start:end]
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		n, ok = scanDecimal(s)
	case c == '(':
		n, ok = scanParen(s, 1)
	case c == '-' || c == '*' || c == '+':
		n, ok = scanBullet(s)
	case c == 'A' && hasFold(s, "article"), c == 'S' && hasFold(s, "section"), c == 'C' && hasFold(s, "chapter"), c == 'C' && hasFold(s, "clause"):
		n, ok = scanEnglish(s)
	case c < utf8.RuneSelf:
		n, ok = scanLatin(s)
	default:
		n, ok = scanWide(s)
	}
	if !ok {
		return number{}, false
	}
	n.stop += start
	n.rest += start
	if n.rest > end {
		n.rest = end
	}
	return n, true
}

func scanWide(s string) (number, bool) {
	r, size := letters.First(s)
	switch {
	case r == '第':
		return scanOrdinal(s)
	case r == '（', r == '〔':
		return scanParen(s, size)
	case r >= '①' && r <= '⑳':
		return enclosed(s, size, styleCircled, int32(r-'①')+1)
	case r >= '㉑' && r <= '㉟':
		return enclosed(s, size, styleCircled, int32(r-'㉑')+21)
	case r >= '㊱' && r <= '㊿':
		return enclosed(s, size, styleCircled, int32(r-'㊱')+36)
	case r >= '❶' && r <= '❿':
		return enclosed(s, size, styleCircled, int32(r-'❶')+1)
	case r >= '⑴' && r <= '⒇':
		return enclosed(s, size, styleParen, int32(r-'⑴')+1)
	case r >= '⒈' && r <= '⒛':
		return enclosed(s, size, styleDecimal, int32(r-'⒈')+1)
	case r >= '⒜' && r <= '⒵':
		return enclosed(s, size, styleLatinPar, int32(r-'⒜')+1)
	case r >= '㈠' && r <= '㈩':
		return enclosed(s, size, styleKanjiPar, int32(r-'㈠')+1)
	case r >= 'ⅰ' && r <= 'ⅻ':
		return enclosed(s, size, styleLatin, int32(r-'ⅰ')+1)
	case r >= 'Ⅰ' && r <= 'Ⅻ':
		return enclosed(s, size, styleUpper, int32(r-'Ⅰ')+1)
	case r >= '㋐' && r <= '㋾':
		return enclosed(s, size, styleKana, int32(r-'㋐')+1)
	}
	if isBullet(r) {
		return scanBullet(s)
	}
	if kanaOrder(r) != (kanaPlace{}) {
		return scanKana(s, size)
	}
	if v, w := kanjiNumber(s); w > 0 {
		return scanKanji(s, v, w)
	}
	switch r {
	case '別', '附', '付', '様':
		return scanAnnex(s)
	}
	return number{}, false
}

// enclosed is a number that is one character, with an optional delimiter after it.
func enclosed(s string, size int, st style, v int32) (number, bool) {
	stop := size
	if w := delimiter(s[stop:]); w > 0 {
		stop += w
	}
	return plain(st, v, stop, stop+blanks(s[stop:])), true
}

func plain(st style, v int32, stop, rest int) number {
	return number{style: st, value: v, n: 1, path: [4]int32{v}, stop: stop, rest: rest}
}

// delimiter returns the width of 「.」「．」「、」「，」「,」「:」「：」 at the start of s, or 0.
func delimiter(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '.', ',':
		return 1
	}
	for _, d := range [...]string{"．", "、", "，", "。"} {
		if strings.HasPrefix(s, d) {
			return len(d)
		}
	}
	return 0
}

// blanks returns the width of the white space at the start of s.
func blanks(s string) int {
	i := 0
	for i < len(s) {
		r, w := letters.First(s[i:])
		if !blank(r) {
			break
		}
		i += w
	}
	return i
}

func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', '\u3000', '\u00a0', '\u2002', '\u2003', '\u2009', '\u200b', '\ufeff':
		return true
	}
	return false
}

// digits reads an ASCII number without leading zeros. w is 0 if there is none or it is too long.
func digits(s string) (v int32, w int) {
	for w < len(s) && s[w] >= '0' && s[w] <= '9' {
		if w == 4 {
			return 0, 0
		}
		v = v*10 + int32(s[w]-'0')
		w++
	}
	if w > 0 && s[0] == '0' || v > maxNumber {
		return 0, 0
	}
	return v, w
}

func scanDecimal(s string) (number, bool) {
	v, w := digits(s)
	if w == 0 {
		return number{}, false
	}
	n := plain(styleDecimal, v, w, w)
	if w < len(s) && (s[w] == '.' || s[w] == '-') && w+1 < len(s) && s[w+1] >= '0' && s[w+1] <= '9' {
		return scanPath(s, n, s[w])
	}
	if strings.HasPrefix(s[w:], "．") || strings.HasPrefix(s[w:], "－") || strings.HasPrefix(s[w:], "―") || strings.HasPrefix(s[w:], "‐") {
		if _, d := digits(s[w+len("．"):]); d > 0 {
			return scanPath(s, n, s[w])
		}
	}
	if w < len(s) && s[w] == ')' {
		return half(s, styleHalf, v, w+1)
	}
	if strings.HasPrefix(s[w:], "）") {
		return half(s, styleHalf, v, w+len("）"))
	}
	if d := delimiter(s[w:]); d > 0 {
		after := w + d
		if after < len(s) && s[after] >= '0' && s[after] <= '9' {
			return number{}, false // 1,000
		}
		n.stop, n.rest = after, after+blanks(s[after:])
		return n, true
	}
	n.rest = w + blanks(s[w:])
	n.loose = n.rest == w
	if n.loose && w < len(s) && !opensWords(s[w:]) {
		return number{}, false
	}
	if !n.loose && unit(s[n.rest:]) {
		return number{}, false // 「30 日以内に」
	}
	return n, true
}

func half(s string, st style, v int32, stop int) (number, bool) {
	if strings.HasPrefix(s[stop:], "に") || strings.HasPrefix(s[stop:], "の") || strings.HasPrefix(s[stop:], "及び") || strings.HasPrefix(s[stop:], "から") {
		return number{}, false // 「(1)に掲げる」
	}
	return plain(st, v, stop, stop+blanks(s[stop:])), true
}

// scanPath goes on with 1.2 or 1-2 after the first component.
func scanPath(s string, n number, sep byte) (number, bool) {
	n.style = styleDotted
	if sep == '-' || sep == "－"[0] && !strings.HasPrefix(s[n.stop:], "．") {
		n.style = styleHyphen
	}
	at := n.stop
	for int(n.n) < len(n.path) {
		w := 1
		if at >= len(s) || s[at] != sep {
			break
		}
		if sep >= utf8.RuneSelf {
			_, w = utf8.DecodeRuneInString(s[at:])
		}
		v, d := digits(s[at+w:])
		if d == 0 {
			break
		}
		n.path[n.n] = v
		n.n++
		at += w + d
	}
	if at < len(s) && s[at] >= '0' && s[at] <= '9' || n.n < 2 {
		return number{}, false // 03-1234-5678 and the like
	}
	if at < len(s) && (s[at] == '-' || s[at] == '/' || s[at] == '%') {
		return number{}, false
	}
	n.value = n.path[n.n-1]
	n.stop = at
	if w := delimiter(s[at:]); w > 0 {
		n.stop = at + w
	}
	n.rest = n.stop + blanks(s[n.stop:])
	if n.rest == at && at < len(s) {
		n.loose = true
		if !opensWords(s[at:]) {
			return number{}, false // 1.5倍
		}
	}
	if unit(s[n.rest:]) && n.stop == at {
		return number{}, false
	}
	return n, true
}

// opensWords reports whether what follows a bare number can be the beginning
// of a provision: kanji or a bracket, but no unit and no particle.
func opensWords(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case r == '「' || r == '『' || r == '【':
		return true
	case r >= 'ァ' && r <= 'ヶ':
		return !unit(s)
	case r >= 0x4e00 && r <= 0x9fff:
		return !unit(s)
	case r >= 'ぁ' && r <= 'ん':
		return strings.HasPrefix(s, "ただし") || strings.HasPrefix(s, "それら") || strings.HasPrefix(s, "この") || strings.HasPrefix(s, "その")
	}
	return false
}

// unit reports whether s begins with a word that counts or measures: 年, 日以内,
// but not 名称 or 通知.
func unit(s string) bool {
	r, w := utf8.DecodeRuneInString(s)
	switch r {
	case '円', '%', '％', 'ヶ', 'ヵ', 'カ', 'ケ', '箇', '歳', '才', '～', '〜', '億', '万', '千', '条', '項', '号', '章', '編', '款', '丁':
		return true
	case '年', '月', '日', '時', '分', '秒', '個', '人', '名', '件', '回', '倍', '割', '点', '台', '社', '週', '百', '種', '者', '部', '通', '節',
		'階', '期', '世', '番', '級', '桁', '度', '枚', '行', '列', '段', '位', 'つ', '泊', '本', '版':
		return counts(s[w:])
	}
	for _, u := range [...]string{"か月", "か所", "か国", "営業日", "以上", "以下", "以内", "ドル", "ユーロ", "ページ", "アカウント", "ライセンス", "GB", "MB", "KB", "TB", "USD"} {
		if strings.HasPrefix(s, u) {
			return true
		}
	}
	return false
}

// counts reports whether the text after a unit shows that it is one.
func counts(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case s == "", r >= '0' && r <= '9', r == '間', r == '目', r == '以', r == '前', r == '後', r == '毎', r == '分', r == '半', r == '、', r == '。', r == '）', r == ')', r == '単', r == '当', r == '未', r == '月', r == '割':
		return true
	}
	return r >= 'ぁ' && r <= 'ん'
}

// scanParen reads (1) (一) (ア) (a) after an opening bracket of the given width.
func scanParen(s string, open int) (number, bool) {
	inner := s[open:]
	inner = inner[blanks(inner):]
	at := len(s) - len(inner)
	var n number
	var width int
	if v, w := digits(inner); w > 0 {
		n, width = plain(styleParen, v, 0, 0), w
	} else if v, w := kanjiNumber(inner); w > 0 {
		n, width = plain(styleKanjiPar, v, 0, 0), w
	} else if v, o, upper, w := latinNumber(inner); w > 0 {
		n, width = plain(styleLatinPar, v, 0, 0), w
		n.other = o
		if upper {
			n.style = styleUpperPar
		}
	} else {
		r, w := utf8.DecodeRuneInString(inner)
		k := kanaOrder(r)
		if k == (kanaPlace{}) {
			return number{}, false
		}
		n, width = plain(styleKanaPar, k.aiueo, 0, 0), w
		n.other = k.iroha
	}
	at += width
	at += blanks(s[at:])
	r, w := utf8.DecodeRuneInString(s[at:])
	if r != ')' && r != '）' && r != '〕' {
		return number{}, false
	}
	m, ok := half(s, n.style, n.value, at+w)
	m.other = n.other
	if d := delimiter(s[m.stop:]); d > 0 {
		m.stop += d
		m.rest = m.stop + blanks(s[m.stop:])
	}
	return m, ok
}

func scanKanji(s string, v int32, w int) (number, bool) {
	if strings.HasPrefix(s[w:], "）") || strings.HasPrefix(s[w:], ")") {
		_, c := utf8.DecodeRuneInString(s[w:])
		return half(s, styleKanjiPar, v, w+c)
	}
	stop := w
	if d := delimiter(s[w:]); d > 0 {
		stop += d
	}
	rest := stop + blanks(s[stop:])
	if rest == w && rest < len(s) {
		return number{}, false // 一般に, 三者
	}
	if stop == w && unit(s[rest:]) {
		return number{}, false
	}
	return plain(styleKanji, v, stop, rest), true
}

func scanKana(s string, size int) (number, bool) {
	r, _ := utf8.DecodeRuneInString(s)
	k := kanaOrder(r)
	n := plain(styleKana, k.aiueo, size, size)
	n.other = k.iroha
	if strings.HasPrefix(s[size:], ")") || strings.HasPrefix(s[size:], "）") {
		_, w := utf8.DecodeRuneInString(s[size:])
		n.style = styleKanaHalf
		n.stop = size + w
	} else if w := delimiter(s[size:]); w > 0 {
		n.stop = size + w
	}
	n.rest = n.stop + blanks(s[n.stop:])
	if n.rest == size {
		return number{}, false // a word: アカウント
	}
	return n, true
}

func scanLatin(s string) (number, bool) {
	v, o, upper, w := latinNumber(s)
	if w == 0 || w >= len(s) {
		return number{}, false
	}
	st := styleLatin
	if upper {
		st = styleUpper
	}
	stop := w
	switch {
	case s[w] == ')':
		if st = styleLatinHalf; upper {
			return number{}, false
		}
		stop++
	case strings.HasPrefix(s[w:], "）"):
		st = styleLatinHalf
		stop += len("）")
	case s[w] == '.':
		stop++
	case strings.HasPrefix(s[w:], "．"), strings.HasPrefix(s[w:], "、"):
		stop += len("．")
	default:
		return number{}, false
	}
	if stop < len(s) && (s[stop] >= '0' && s[stop] <= '9' || letter(s[stop])) {
		return number{}, false // e.g., A.B.C.
	}
	n := plain(st, v, stop, stop+blanks(s[stop:]))
	n.other = o
	return n, true
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// latinNumber reads a letter or a Roman numeral. value is the place in the
// alphabet for a single letter, other the Roman value; a numeral of several
// letters has only a Roman value, as value.
func latinNumber(s string) (value, other int32, upper bool, w int) {
	for w < len(s) && letter(s[w]) {
		w++
	}
	if w == 0 || w > 5 {
		return 0, 0, false, 0
	}
	upper = s[0] < 'a'
	for i := 1; i < w; i++ {
		if (s[i] < 'a') != upper {
			return 0, 0, false, 0
		}
	}
	roman := romanValue(s[:w])
	if w == 1 {
		return int32(s[0]|0x20-'a') + 1, roman, upper, w
	}
	if roman == 0 {
		return 0, 0, false, 0
	}
	return 0, roman, upper, w
}

var romanNumerals = [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
	"xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"}

func romanValue(s string) int32 {
	for i := 1; i < len(romanNumerals); i++ {
		if strings.EqualFold(romanNumerals[i], s) {
			return int32(i)
		}
	}
	return 0
}

// kanjiNumber reads 一, 十二, 二十, 百五 and positional 一〇. w is 0 if there is none.
func kanjiNumber(s string) (v int32, w int) {
	var total, digit int32
	seen := false
	for w < len(s) {
		r, size := letters.First(s[w:])
		d := int32(strings.IndexRune("〇一二三四五六七八九", r))
		switch {
		case d >= 0:
			if r == '〇' && !seen {
				return 0, 0
			}
			digit = digit*10 + d/int32(len("一"))
		case r == '十':
			total += max(digit, 1) * 10
			digit = 0
		case r == '百':
			total += max(digit, 1) * 100
			digit = 0
		default:
			r = 0
		}
		if r == 0 {
			break
		}
		seen = true
		if w += size; w > 8*len("一") {
			return 0, 0
		}
	}
	total += digit
	if total == 0 || total > maxNumber {
		return 0, 0
	}
	return total, w
}

// kanaPlace is the place of a katakana in アイウ and in イロハ, from 1.
type kanaPlace struct{ aiueo, iroha int32 }

const (
	aiueo = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
	iroha = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)

func kanaOrder(r rune) kanaPlace {
	if r < 'ア' || r > 'ン' {
		return kanaPlace{}
	}
	return kanaPlaces[r-'ア']
}

var kanaPlaces = func() (places ['ン' - 'ア' + 1]kanaPlace) {
	for i, r := range []rune(aiueo) {
		places[r-'ア'].aiueo = int32(i) + 1
	}
	for i, r := range []rune(iroha) {
		places[r-'ア'].iroha = int32(i) + 1
	}
	return places
}()

func isBullet(r rune) bool {
	switch r {
	case '・', '･', '•', '‣', '◦', '●', '■', '○', '◯', '〇', '◆', '◇', '□', '▪', '▫', '▶', '►', '▲', '△', '▼', '▽', '★', '☆', '◎', '✓', '✔', '✅', '☑', '☐', '–', '—', '―', '−', '⚫', '➢':
		return true
	}
	return false
}

func scanBullet(s string) (number, bool) {
	r, w := utf8.DecodeRuneInString(s)
	gap := blanks(s[w:])
	next, _ := utf8.DecodeRuneInString(s[w+gap:])
	if w+gap >= len(s) {
		return number{}, false
	}
	switch r {
	case '-', '*', '+', '–', '—', '―', '−':
		if gap == 0 && (r != '-' && r != '−' || next < 0x2000 || next == r) {
			return number{}, false // ---, *注
		}
		r = '-'
	case '○', '◯', '〇', '●', '■', '□', '△', '▲', '◎', '☆', '★':
		if next == r && gap == 0 || gap == 0 && (next == '株' || next == '年' || next == '月' || next == '県' || next == '市') {
			return number{}, false // 〇〇株式会社
		}
	}
	if next == r {
		return number{}, false // ・・・
	}
	return number{style: styleBullet, bullet: r, stop: w, rest: w + gap}, true
}

// scanOrdinal reads 第3条の2 and its kin.
func scanOrdinal(s string) (number, bool) {
	if !strings.HasPrefix(s, "第") {
		return number{}, false
	}
	at := len("第")
	at += blanks(s[at:])
	v, w := ordinalValue(s[at:])
	if w == 0 {
		return number{}, false
	}
	at += w
	bare := at
	at += blanks(s[at:])
	r, size := utf8.DecodeRuneInString(s[at:])
	n := plain(noStyle, v, 0, 0)
	switch r {
	case '条':
		n.style = styleArticle
	case '章':
		n.style = styleChapter
	case '編', '篇', '部':
		n.style = stylePart
	case '節':
		n.style = styleSection
	case '款':
		n.style = styleSubsection
	case '目':
		n.style = styleDivision
	case '項', '号':
		n.style = styleMarkerItem
		n.paren = r == '号'
	default:
		if at == len(s) || at == bare && r != '（' {
			return number{}, false
		}
		return plain(styleOrdinal, v, bare, at), true
	}
	at += size
	for int(n.n) < len(n.path) {
		gap := blanks(s[at:])
		if !strings.HasPrefix(s[at+gap:], "の") && !strings.HasPrefix(s[at+gap:], "ノ") {
			break
		}
		next := at + gap + len("の")
		next += blanks(s[next:])
		v, w := ordinalValue(s[next:])
		if w == 0 || unit(s[next+w:]) {
			break
		}
		n.path[n.n] = v
		n.n++
		at = next + w
	}
	n.stop = at
	n.rest = at + blanks(s[at:])
	n.loose = n.rest == at && at < len(s)
	return n, true
}

func ordinalValue(s string) (int32, int) {
	if v, w := digits(s); w > 0 {
		return v, w
	}
	return kanjiNumber(s)
}

// scanEnglish reads 「Article 1」 and 「Section 2.3」.
func scanEnglish(s string) (number, bool) {
	at := 0
	for at < len(s) && letter(s[at]) {
		at++
	}
	st := styleArticleEN
	if hasFold(s, "chapter") {
		st = styleChapter
	}
	gap := blanks(s[at:])
	if gap == 0 {
		return number{}, false
	}
	at += gap
	v, w := digits(s[at:])
	if w == 0 {
		if _, v, _, w = latinNumber(s[at:]); v == 0 {
			return number{}, false
		}
	}
	at += w
	stop := at
	if at < len(s) && (s[at] == '.' || s[at] == ':' || s[at] == ',') {
		stop++
	} else if strings.HasPrefix(s[at:], "：") || strings.HasPrefix(s[at:], "．") {
		stop += len("：")
	}
	n := plain(st, v, stop, stop+blanks(s[stop:]))
	n.loose = n.rest == at && at < len(s)
	return n, true
}

func hasFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

var annexWords = [...]string{"別紙", "別表", "別添", "別記", "附属書", "付属書", "附属文書", "付属文書", "様式", "付録", "附録"}

var supplementWords = [...]string{"附則", "付則", "附 則", "付 則", "附　則", "付　則", "補則"}

// scanAnnex reads 別紙1, 別表第二 and 附則. The words may also open a sentence
// (別紙に定める…); the line decides.
func scanAnnex(s string) (number, bool) {
	for _, word := range supplementWords {
		if strings.HasPrefix(s, word) {
			return plain(styleSupplement, 0, len(word), len(word)+blanks(s[len(word):])), true
		}
	}
	for _, word := range annexWords {
		if !strings.HasPrefix(s, word) {
			continue
		}
		at := len(word)
		gap := blanks(s[at:])
		next := at + gap
		if strings.HasPrefix(s[next:], "第") {
			next += len("第")
		}
		if strings.HasPrefix(s[next:], "-") {
			next++
		}
		if v, w := ordinalValue(s[next:]); w > 0 {
			at = next + w
			return plain(styleAnnex, v, at, at+blanks(s[at:])), true
		}
		if r, w := utf8.DecodeRuneInString(s[next:]); r >= 'A' && r <= 'Z' {
			at = next + w
			return plain(styleAnnex, int32(r-'A')+1, at, at+blanks(s[at:])), true
		}
		return plain(styleAnnex, 0, at, at+blanks(s[at:])), true
	}
	return number{}, false
}
