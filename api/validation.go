package api

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// This file says in both languages what is wrong with a request, and where: the
// validator speaks English only and quotes the value.

// humaDetail turns a complaint of the validator into a detail.
func humaDetail(d *huma.ErrorDetail) Detail {
	loc, rest, _ := strings.Cut(d.Location, ".")
	out := Detail{Messages: validatorMessage(d.Message)}
	switch loc {
	case "body":
		out.Pointer = pointer(rest)
	default:
		if i := strings.IndexByte(loc, '['); i >= 0 { // body[0]
			out.Pointer = pointer(d.Location[i:])
			break
		}
		out.Parameter = rest
	}
	return out
}

// pointer turns documents[0].text into /documents/0/text.
func pointer(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, ".") {
		for part != "" {
			name, index, ok := strings.Cut(part, "[")
			if name != "" {
				b.WriteByte('/')
				b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
			}
			if !ok {
				break
			}
			n, more, _ := strings.Cut(index, "]")
			b.WriteByte('/')
			b.WriteString(n)
			part = more
		}
	}
	return b.String()
}

// validatorWords are what the validator says, with the Japanese for it. What
// follows the English words (a limit, a list) is kept.
var validatorWords = []struct{ en, ja string }{
	{"unexpected property", "定義にない項目です"},
	{"expected required property ", "必須の項目がありません: "},
	{"required query parameter is missing", "必須のパラメータがありません"},
	{"required path parameter is missing", "必須のパラメータがありません"},
	{"required header parameter is missing", "必須のヘッダーがありません"},
	{"unknown query parameter", "定義にないパラメータです"},
	{"expected string", "文字列が必要です"},
	{"expected number", "数値が必要です"},
	{"expected integer", "整数が必要です"},
	{"expected boolean", "true 又は false が必要です"},
	{"expected object", "オブジェクトが必要です"},
	{"expected array", "配列が必要です"},
	{"expected value to be one of ", "使える値: "},
	{"expected length >= ", "短すぎます。最小 "},
	{"expected length <= ", "長すぎます。最大 "},
	{"expected array length >= ", "要素が足りません。最小 "},
	{"expected array length <= ", "要素が多すぎます。最大 "},
	{"expected number >= ", "小さすぎます。最小 "},
	{"expected number <= ", "大きすぎます。最大 "},
	{"expected string to match pattern ", "形式が違います: "},
	{"expected string to be RFC 3339 date-time", "日時は RFC 3339 の形式で指定してください"},
	{"expected string to be base64 encoded", "Base64で指定してください"},
	{"expected string to be RFC 3339 date", "日付は 2026-11-25 の形で指定してください"},
	{"invalid integer", "整数が必要です"},
	{"invalid boolean", "true 又は false が必要です"},
}

func validatorMessage(en string) Text {
	if i := strings.Index(en, " to be present"); i >= 0 {
		return Text{JA: "必須の項目がありません: " + strings.TrimPrefix(en[:i], "expected required property "), EN: en}
	}
	best := -1
	for i, w := range validatorWords {
		if strings.HasPrefix(en, w.en) && (best < 0 || len(w.en) > len(validatorWords[best].en)) {
			best = i
		}
	}
	if best < 0 {
		return Text{JA: "値が正しくありません", EN: "the value is not right"}
	}
	return Text{JA: validatorWords[best].ja + en[len(validatorWords[best].en):], EN: en}
}

// validate checks decoded JSON against the schema of a Go type and returns what
// is wrong. Unknown members come with the nearest known one.
func validate(registry huma.Registry, t reflect.Type, value any) []Detail {
	schema := registry.Schema(t, true, t.Name())
	res := &huma.ValidateResult{}
	path := huma.NewPathBuffer(make([]byte, 0, 128), 0)
	path.Push("body")
	huma.Validate(registry, schema, path, huma.ModeWriteToServer, value, res)
	var out []Detail
	for _, err := range res.Errors {
		d, ok := err.(*huma.ErrorDetail)
		if !ok {
			continue
		}
		detail := humaDetail(d)
		if strings.HasPrefix(d.Message, "unexpected property") {
			if near := nearestMember(t, detail.Pointer); near != "" {
				detail.Messages.JA += "。" + near + " ではありませんか"
				detail.Messages.EN += "; did you mean " + near + "?"
			}
		}
		out = append(out, detail)
		if len(out) == 20 {
			break // enough to mend
		}
	}
	return out
}

// nearestMember returns the JSON member of the object at a pointer that is
// spelled most like its last part, or "".
func nearestMember(t reflect.Type, pointer string) string {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for _, part := range parts[:len(parts)-1] {
		if t = member(t, part); t == nil {
			return ""
		}
	}
	t = plain(t)
	if t.Kind() != reflect.Struct {
		return ""
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) { // those of embedded structs, too
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return Nearest(parts[len(parts)-1], names)
}

func plain(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func member(t reflect.Type, part string) reflect.Type {
	t = plain(t)
	switch t.Kind() {
	case reflect.Slice:
		if _, err := strconv.Atoi(part); err == nil {
			return t.Elem()
		}
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == part {
				return f.Type
			}
		}
	}
	return nil
}

// Nearest returns the word of a list that needs the fewest edits, or "" if none
// is near.
func Nearest(word string, list []string) string {
	best, least := "", 1+len(word)/2
	for _, w := range list {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
