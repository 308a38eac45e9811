package patterns

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diagnostic is one mistake in a file of a library: where it is, what it is,
// and what to do about it.
type Diagnostic struct {
	File         string // path inside the file system it was loaded from
	Line, Column int    // 1-based, in code points; 0 where the whole file is meant
	Code         string // stable name of the kind of mistake: "unknown-class"
	Hint         string // what was probably meant: "@monitor"; empty if nothing is near
	text         Text
	args         []any
}

// Text is a message in both languages, as a format for fmt.
type Text struct{ JA, EN string }

// Message returns the diagnostic in lang ("ja" or "en") without its position.
func (d Diagnostic) Message(lang string) string {
	if lang == "ja" {
		message := fmt.Sprintf(d.text.JA, d.args...)
		if d.Hint != "" {
			message += fmt.Sprintf("（%s のことですか）", d.Hint)
		}
		return message
	}
	message := fmt.Sprintf(d.text.EN, d.args...)
	if d.Hint != "" {
		message += fmt.Sprintf("; did you mean %s?", d.Hint)
	}
	return message
}

// Position returns "file:line:column".
func (d Diagnostic) Position() string {
	if d.Line == 0 {
		return d.File
	}
	return fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column)
}

// String returns position and English message, as compilers print them.
func (d Diagnostic) String() string { return d.Position() + ": " + d.Message("en") }

// Diagnostics are all mistakes of a library, by file and line. It is the error
// that Load returns.
type Diagnostics []Diagnostic

// Error lists every mistake on a line of its own.
func (ds Diagnostics) Error() string {
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

func (ds Diagnostics) sort() {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// problem is a kind of mistake: its code and its message.
type problem struct {
	code string
	text Text
}

// place is where a mistake is.
type place struct {
	file         string
	line, column int
}

func (p place) problem(kind problem, args ...any) Diagnostic {
	return Diagnostic{File: p.file, Line: p.line, Column: p.column, Code: kind.code, text: kind.text, args: args}
}

// The kinds of mistakes. The order is that of the stages that find them.
var (
	badFile      = problem{"unreadable", Text{"ファイルを読めません: %v", "cannot read the file: %v"}}
	badYAML      = problem{"yaml", Text{"YAML として読めません: %s", "not valid YAML: %s"}}
	tooLarge     = problem{"too-large", Text{"大きすぎます（上限 %s）。分割してください", "too large (limit %s): split it"}}
	aliasUsed    = problem{"alias", Text{"アンカーと参照（& *）は使えません。内容をそのまま書いてください", "anchors and aliases (& *) are not supported: write the content out"}}
	tagUsed      = problem{"tag", Text{"YAML のタグ %s として読まれました。! で始まる句は引用符で囲んでください", "read as the YAML tag %s: put a phrase that begins with ! in quotes"}}
	notMapping   = problem{"not-mapping", Text{"%s には「キー: 値」の組が必要です", "%s must be a mapping of keys to values"}}
	notList      = problem{"not-list", Text{"%s には一覧が必要です", "%s must be a list"}}
	notText      = problem{"not-text", Text{"%s には文字列が必要です", "%s must be text"}}
	notBool      = problem{"not-bool", Text{"%s は true か false です", "%s must be true or false"}}
	notNumber    = problem{"not-number", Text{"%s には数が必要です", "%s must be a number"}}
	unknownKey   = problem{"unknown-key", Text{"%s に %q というキーはありません", "%s has no key %q"}}
	commaInFlow  = problem{"comma", Text{"%q が独立したキーとして読まれました。読点でなく , を含む値は引用符で囲んでください", "%q was read as a key of its own: put a value that has a comma in quotes"}}
	duplicateKey = problem{"duplicate-key", Text{"%q が %d 行目と重複しています", "%q is already there in line %d"}}
	missingKey   = problem{"missing-key", Text{"%s に %s がありません", "%s lacks %s"}}
	emptyValue   = problem{"empty", Text{"%s が空です", "%s is empty"}}
	badValue     = problem{"bad-value", Text{"%s に %q は使えません。使えるもの: %s", "%s cannot be %q; it is one of %s"}}
	misplaced    = problem{"misplaced", Text{"このファイルは %s に置かれていますが、内容は %s です", "this file lies at %s but is for %s"}}

	strayFile = problem{"stray-file", Text{"%s はどのフォルダにも属しません。rules/ja/<グループ>/、lexicon/ja/、clauses/ja/、legal/jp/ のいずれかに置いてください", "%s belongs to no folder of a library: put it in rules/ja/<group>/, lexicon/ja/, clauses/ja/ or legal/jp/"}}

	phraseEmpty     = problem{"phrase-empty", Text{"句が空です", "the phrase is empty"}}
	phraseSyntax    = problem{"phrase-syntax", Text{"句の書き方が正しくありません: %[1]s", "malformed phrase: %[2]s"}}
	phraseCanBeNone = problem{"phrase-optional", Text{"この句は何もないところにも合致します。必須の語を入れてください", "the phrase can match nothing: give it a word that must be there"}}
	phraseGapStart  = problem{"phrase-gap-start", Text{"句が ~n で始まり得ます。~n の前に語を置いてください", "the phrase can start with a gap: put a word before it"}}
	phraseGapEnd    = problem{"phrase-gap-end", Text{"句が ~n で終わり得ます。~n の後に語を置いてください", "the phrase can end with a gap: put a word after it"}}
	phraseTooLarge  = problem{"phrase-too-large", Text{"句を展開すると大きすぎます（上限 %d 要素）。分割してください", "the phrase expands to more than %d elements: split it"}}
	unguarded       = problem{"unguarded", Text{"%[1]s を支える語がありません。どの選択肢にも、ひらがな以外の字を含む語が要ります（%[2]s）", "no literal guards %[1]s: every alternative needs a word with a character that is not hiragana (%[2]s has none)"}}
	lexiconParty    = problem{"lexicon-party", Text{"語彙の data と triggers では <%s> を使えません", "<%s> cannot be used in the data and triggers of a lexicon"}}

	unknownClass   = problem{"unknown-class", Text{"語の類 @%s はありません", "unknown lexicon class @%s"}}
	classCycle     = problem{"class-cycle", Text{"語の類が循環しています: %s", "lexicon classes form a cycle: %s"}}
	unknownMark    = problem{"unknown-mark", Text{"<%s> はありません", "unknown <%s>"}}
	duplicateWord  = problem{"duplicate-word", Text{"%q は %s にもあります（%s）", "%q is in %s as well (%s)"}}
	duplicateName  = problem{"duplicate-name", Text{"%s %q はすでに %s にあります", "%s %q is already defined at %s"}}
	legalData      = problem{"legal-data", Text{"%[1]s", "%[2]s"}}
	unknownBasis   = problem{"unknown-basis", Text{"根拠 %q は legal/jp/sources.yaml にありません", "unknown basis %q: legal/jp/sources.yaml does not have it"}}
	unknownSuggest = problem{"unknown-suggest", Text{"ひな形条項 %q は clauses にありません", "unknown model clause %q: no file in clauses has it"}}
	noSlot         = problem{"no-slot", Text{"パターン %q に句の枠（act, object, condition, purpose, exception, text, all, any のいずれか）がありません", "pattern %q has no phrase slot: it needs one of act, object, condition, purpose, exception, text, all, any"}}
)

// problems are all kinds of mistakes.
var problems = []problem{
	badFile, badYAML, tooLarge, aliasUsed, tagUsed, notMapping, notList, notText, notBool, notNumber, unknownKey, commaInFlow, duplicateKey, missingKey, emptyValue, badValue, misplaced, strayFile, phraseEmpty, phraseSyntax, phraseCanBeNone, phraseGapStart, phraseGapEnd, phraseTooLarge, unguarded, lexiconParty, unknownClass, classCycle, unknownMark, duplicateWord, duplicateName, legalData, unknownBasis, unknownSuggest, noSlot,
}

// nearest returns the candidate most like word, or "" if none is near enough
// to have been meant.
func nearest(word string, candidates []string) string {
	best, at := "", 3
	for _, c := range candidates {
		limit := max(1, len([]rune(word))/2)
		if d := distance(word, c); d < at && d <= limit {
			best, at = c, d
		}
	}
	return best
}

// distance is the number of characters to insert, delete, replace or swap with
// the neighbour to get from a to b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
