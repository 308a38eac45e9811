package legal

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// FactsSchema returns the JSON Schema of files of facts.
func (q *Questionnaire) FactsSchema() []byte {
	type object = map[string]any
	str := object{"type": "string"}
	provenance := func() object {
		return object{
			"by": object{"type": "string", "description": "回答者 / who answered"}, "on": object{"type": "string", "format": "date", "description": "回答日 / when"},
			"evidence": object{"type": "string", "description": "資料 / what shows it"},
		}
	}
	fields := object{}
	for i := range q.Facts {
		f := &q.Facts[i]
		var value object
		switch f.Kind {
		case "choice":
			value = object{"enum": append(f.values(), Unknown)}
		case "choices":
			one := object{"enum": append(f.values(), Unknown)}
			value = object{"oneOf": []any{one, object{"type": "array", "items": one, "uniqueItems": true}}}
		case "count":
			value = object{"oneOf": []any{object{"type": "integer", "minimum": 0}, object{"const": Unknown}}}
		case "text":
			value = str
		case "vendors":
			value = object{"oneOf": []any{object{"const": Unknown}, object{"type": "array", "maxItems": maxFactList, "items": object{"oneOf": []any{str, object{
				"type": "object", "additionalProperties": false, "required": []string{"name"},
				"properties": object{"name": str, "country": str, "handles": object{"enum": []string{"yes", "no", Unknown}}},
			}}}}}}
		case "certificates":
			value = object{"oneOf": []any{object{"const": Unknown}, object{"type": "array", "maxItems": maxFactList, "items": object{"oneOf": []any{str, object{
				"type": "object", "additionalProperties": false, "required": []string{"name"},
				"properties": object{"name": str, "report_seen": object{"type": "boolean"}, "operator_access": object{"type": "boolean"}},
			}}}}}}
		}
		long := provenance()
		long["value"] = value
		fields[f.Field] = object{
			"title": f.Title.JA, "description": f.Question.JA + " / " + f.Question.EN,
			"oneOf": []any{value, object{"type": "null"}, object{"type": "object", "additionalProperties": false, "required": []string{"value"}, "properties": long}},
		}
	}
	schema := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://github.com/yakkan/yakkan/schema/facts/1", "title": "yakkan facts",
		"description": "Answers to the questionnaire. unknown is always allowed, moves nothing and comes back as a question.",
		"type":        "object", "additionalProperties": false, "required": []string{"facts"},
		"properties": object{
			"schema": object{"const": FactsSchemaID}, "service": str,
			"answered": object{"type": "object", "additionalProperties": false, "properties": provenance()},
			"facts":    object{"type": "object", "additionalProperties": false, "properties": fields},
		},
	}
	b, err := json.MarshalIndent(schema, "", " ")
	if err != nil {
		panic(err) // strings and maps only
	}
	return append(b, '\n')
}

// WriteTemplate writes an empty file of facts with every question and its
// allowed answers as comments, in a language ("en" or Japanese).
func (q *Questionnaire) WriteTemplate(w io.Writer, lang string) error {
	var b strings.Builder
	say := func(ja, en string) string {
		if lang == "en" {
			return en
		}
		return ja
	}
	fmt.Fprintf(&b, "# %s\n", say("事実の回答。分からない項目は unknown のままにしてください（結果を動かさず、確認すべき事項として示されます）。",
		"Answers to the questionnaire. Leave what you do not know as unknown: it moves nothing and comes back as a question."))
	fmt.Fprintf(&b, "# %s\n", say("項目ごとに回答者・回答日・資料を残すには: 項目: {value: 値, by: 回答者, on: 2026-10-01, evidence: 資料}",
		"To keep who answered, when and the evidence of one field: field: {value: …, by: …, on: 2026-10-01, evidence: …}"))
	fmt.Fprintf(&b, "schema: %s\nservice: \"\"\nanswered: {by: \"\", on: \"\", evidence: \"\"}   # %s\n\nfacts:\n", FactsSchemaID, say("全項目に共通の回答者・回答日・資料", "for all fields"))
	for i := range q.Facts {
		f := &q.Facts[i]
		fmt.Fprintf(&b, "  # %s\n", say(f.Title.JA+": "+f.Question.JA, f.Title.EN+": "+f.Question.EN))
		value := Unknown
		switch f.Kind {
		case "choice", "choices":
			var values []string
			for _, v := range f.Values {
				values = append(values, v.ID+" = "+say(v.Label.JA, v.Label.EN))
			}
			fmt.Fprintf(&b, "  #   %s\n", strings.Join(values, " | "))
			if f.Kind == "choices" {
				fmt.Fprintf(&b, "  #   %s\n", say("複数可: [値, 値]", "several: [value, value]"))
			}
		case "count":
			fmt.Fprintf(&b, "  #   %s\n", say("0以上の整数", "a whole number"))
		case "text":
			value = `""`
		case "vendors":
			fmt.Fprintf(&b, "  #   %s\n", say("[{name: 名称, country: 国, handles: yes | no | unknown}]", "[{name: …, country: …, handles: yes | no | unknown}]"))
		case "certificates":
			fmt.Fprintf(&b, "  #   %s\n", say("[{name: 名称, report_seen: true, operator_access: true}]（報告書を見たか、運用担当者のアクセスを対象とするか）", "[{name: …, report_seen: true, operator_access: true}]"))
		}
		fmt.Fprintf(&b, "  %s: %s\n", f.Field, value)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteTemplateJSON writes an empty file of facts as JSON.
func (q *Questionnaire) WriteTemplateJSON(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "{\n  \"schema\": %q,\n  \"service\": \"\",\n  \"answered\": {\"by\": \"\", \"on\": \"\", \"evidence\": \"\"},\n  \"facts\": {\n", FactsSchemaID)
	for i := range q.Facts {
		comma, value := ",", `"`+Unknown+`"`
		if i == len(q.Facts)-1 {
			comma = ""
		}
		if q.Facts[i].Kind == "text" {
			value = `""`
		}
		fmt.Fprintf(&b, "    %q: %s%s\n", q.Facts[i].Field, value, comma)
	}
	b.WriteString("  }\n}\n")
	_, err := io.WriteString(w, b.String())
	return err
}
