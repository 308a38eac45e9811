package lint

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

const (
	homepage      = "https://github.com/yakkan/yakkan"
	rulesPage     = homepage + "/tree/main/patterns/rules/ja"
	sarifSchema   = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sourceRoot    = "%SRCROOT%"
	clauseVersion = "yakkanClause/v1"
)

// sarifWriter collects what results point to by index.
type sarifWriter struct {
	r       *Result
	opt     WriteOptions
	rules   []sarifRule
	byRule  map[string]int
	sources sarifComponent
	byTaxon map[string]int
	files   map[string]int
}

func (r *Result) writeSARIF(w io.Writer, opt WriteOptions) error {
	s := &sarifWriter{r: r, opt: opt, byRule: map[string]int{}, byTaxon: map[string]int{}, files: map[string]int{}}
	language := "ja"
	if opt.Lang == "en" {
		language = "en"
	}
	s.sources = sarifComponent{Name: "APPI sources", ShortDescription: s.text(Text{JA: "規則の根拠とした法令及び公表資料", EN: "the law and publications that rules go by"})}
	run := sarifRun{
		Language: language, ColumnKind: "utf16CodeUnits",
		OriginalURIBaseIDs: map[string]sarifLocation{sourceRoot: {Description: &sarifMessage{Text: "The folder that yakkan was run in."}}},
		Invocations:        []sarifInvocation{{ExecutionSuccessful: true}},
		Artifacts:          []sarifArtifact{}, Results: []sarifResult{},
	}
	for i := range r.Inputs {
		run.Artifacts = append(run.Artifacts, s.artifact(&r.Inputs[i], i))
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, s.unread(&r.Inputs[i])...)
	}
	for i := range r.Issues {
		is := &r.Issues[i]
		if !AtLeast(is.Severity, opt.From) || is.State == Suppressed && opt.DropSuppressed {
			continue
		}
		run.Results = append(run.Results, s.result(is))
	}
	run.Tool.Driver = sarifComponent{Name: "yakkan", Version: r.opt.Version, InformationURI: homepage, FullDescription: s.text(Text{JA: r.notice("ja"), EN: r.notice("en")}), Rules: s.rules}
	if len(s.sources.Taxa) > 0 {
		run.Taxonomies = []sarifComponent{s.sources}
		run.Tool.Driver.Supported = []sarifReference{{Name: s.sources.Name, Index: new(0)}}
	}
	if len(r.Inputs) > 0 {
		l := r.Inputs[0].Report.Library
		run.Tool.Driver.Properties = map[string]any{"library": l.Version, "libraryDigest": l.Digest, "dictionary": l.Dictionary, "lawVersion": l.LawVersion}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func (s *sarifWriter) in(t Text) string { return report.In(t, s.opt.Lang) }

// text is a message, or nil where there is none: SARIF wants no empty ones.
func (s *sarifWriter) text(t Text) *sarifMessage {
	if s.in(t) == "" {
		return nil
	}
	return &sarifMessage{Text: s.in(t)}
}

func (s *sarifWriter) artifact(in *Input, i int) sarifArtifact {
	d := in.Report.Document
	s.files[d.Name] = i
	a := sarifArtifact{Location: sarifLocation{URI: uri(d.Name), URIBaseID: sourceRoot}, Hashes: map[string]string{"sha-256": d.SHA256}, Encoding: charset(d.Encoding)}
	a.MimeType = map[string]string{"html": "text/html", "markdown": "text/markdown", "text": "text/plain"}[d.Format]
	if in.Document != nil {
		a.Length = len(in.Document.Original)
	}
	return a
}

// charset is the name of an encoding in the registry of IANA.
func charset(s string) string {
	return map[string]string{"utf-8": "UTF-8", "shift_jis": "Shift_JIS", "euc-jp": "EUC-JP", "iso-2022-jp": "ISO-2022-JP", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE"}[s]
}

// unread tells what could not be read of a document.
func (s *sarifWriter) unread(in *Input) []sarifNotification {
	var out []sarifNotification
	for _, p := range in.Report.Document.Problems {
		level := "warning"
		if in.Report.Document.Status == "unreadable" {
			level = "error"
		}
		out = append(out, sarifNotification{Level: level, Message: sarifMessage{Text: s.in(p.Message)}, Locations: []sarifLocated{{Physical: sarifPhysical{Artifact: s.location(in.Report.Document.Name)}}}})
	}
	return out
}

func (s *sarifWriter) location(name string) sarifLocation {
	l := sarifLocation{URI: uri(name), URIBaseID: sourceRoot}
	if i, ok := s.files[name]; ok {
		l.Index = &i
	}
	return l
}

// uri is a relative reference with everything but letters of URIs escaped.
func uri(name string) string {
	name = strings.TrimPrefix(filepath.ToSlash(slashed(name)), "./")
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	out := strings.Join(parts, "/")
	if first, _, _ := strings.Cut(out, "/"); strings.Contains(first, ":") {
		return "./" + out
	}
	return out
}

func (s *sarifWriter) result(is *Issue) sarifResult {
	out := sarifResult{
		RuleID: is.Rule, RuleIndex: s.rule(is), Level: level(is.Severity), Rank: rank(is), Message: sarifMessage{Text: s.in(is.Message)},
		Locations:    []sarifLocated{{Physical: sarifPhysical{Artifact: s.location(is.Document), Region: region(is)}}},
		Suppressions: []sarifSuppression{},
	}
	if is.Article != "" {
		out.Locations[0].Logical = []sarifLogical{{Name: is.Article, Kind: "provision"}}
	}
	if is.Fingerprint != "" {
		out.Fingerprints = map[string]string{clauseVersion: is.Fingerprint}
	}
	if s.r.opt.Baseline != nil {
		out.Baseline = "new"
		if is.State == Old {
			out.Baseline = "unchanged"
		}
	}
	if c := is.Suppression; c != nil {
		x := sarifSuppression{Kind: "external", Status: "accepted", Justification: c.Reason, Properties: map[string]any{}}
		if c.Kind == "text" {
			x.Kind = "inSource"
		}
		x.Location = &sarifLocated{Physical: sarifPhysical{Artifact: s.location(c.File), Region: &sarifRegion{StartLine: c.Line, StartColumn: 1, EndLine: c.Line, EndColumn: 1}}}
		for k, v := range map[string]string{"owner": c.Owner, "until": c.Until} {
			if v != "" {
				x.Properties[k] = v
			}
		}
		out.Suppressions = append(out.Suppressions, x)
	}
	if f := is.Finding; f != nil {
		out.Properties = map[string]any{"group": f.Group, "data": f.Data, "trigger": f.Trigger, "confidence": f.Confidence, "severity": is.Severity, "weak": f.Weak}
	}
	for _, f := range s.r.Fixes(is) {
		out.Fixes = append(out.Fixes, sarifFix{
			Description: sarifMessage{Text: f.ID + ": " + s.in(f.Goal)},
			Changes: []sarifArtifactChange{{Artifact: s.location(is.Document), Replacements: []sarifReplacement{{
				Deleted:  sarifRegion{StartLine: f.Line, StartColumn: f.Column, EndLine: f.EndLine, EndColumn: f.EndColumn, CharOffset: new(f.Start), CharLength: new(f.End - f.Start)},
				Inserted: sarifContent{f.Text},
			}}}},
		})
	}
	return out
}

func level(severity string) string {
	switch severity {
	case "high":
		return "error"
	case "medium":
		return "warning"
	}
	return "note"
}

// rank is how sure a result is, 0 to 100.
func rank(is *Issue) float64 {
	if is.Finding == nil {
		return 100
	}
	n := map[string]float64{"high": 90, "medium": 60, "low": 30}[is.Finding.Confidence]
	if is.Weak {
		n /= 2
	}
	return n
}

func region(is *Issue) *sarifRegion {
	r := &sarifRegion{StartLine: is.Line, StartColumn: is.Column, EndLine: max(is.Line, is.EndLine), EndColumn: max(1, is.EndColumn)}
	if f := is.Finding; f != nil {
		r.CharOffset, r.CharLength = new(f.Span.UTF16[0]), new(f.Span.UTF16[1]-f.Span.UTF16[0])
		r.ByteOffset, r.ByteLength = new(f.Span.Byte[0]), new(f.Span.Byte[1]-f.Span.Byte[0])
		r.Snippet = &sarifContent{f.Quote}
	}
	return r
}

// rule returns the index of the rule of an issue, adding the rule on first use.
func (s *sarifWriter) rule(is *Issue) int {
	if i, ok := s.byRule[is.Rule]; ok {
		return i
	}
	s.byRule[is.Rule] = len(s.rules)
	s.rules = append(s.rules, s.describe(is.Rule))
	return len(s.rules) - 1
}

func (s *sarifWriter) describe(id string) sarifRule {
	out := sarifRule{ID: id, HelpURI: s.r.helpURL(id)}
	if i := slices.IndexFunc(ownRules, func(r ownRule) bool { return r.id == id }); i >= 0 {
		r := ownRules[i]
		out.ShortDescription, out.FullDescription, out.Help = s.text(r.title), s.text(r.help), s.text(r.help)
		return out
	}
	if strings.HasPrefix(id, contradiction) {
		out.ShortDescription = s.text(Text{JA: "矛盾する定め", EN: "provisions that do not agree"})
		out.FullDescription = s.text(Text{JA: "一つの文書の中で、又は一つの契約を成す文書の間で、両立しない定めがあります。", EN: "Provisions of one document, or of the documents that form one contract, do not agree."})
		out.Help = out.FullDescription
		return out
	}
	class, missing := strings.CutPrefix(id, absent)
	i := slices.IndexFunc(s.r.opt.Rules, func(r Rule) bool {
		return r.Class != nil && (r.ID == id || missing && r.Class.ID == class)
	})
	if i < 0 {
		return out
	}
	c := s.r.opt.Rules[i].Class
	out.Default = &sarifConfiguration{level(string(c.Severity))}
	out.ShortDescription, out.FullDescription = s.text(c.Title), s.text(c.Explanation)
	if missing {
		out.ShortDescription = s.text(Text{JA: "見つからなかった定め: " + c.Title.JA, EN: "not found: " + c.Title.EN})
	}
	plain, marked := []string{s.in(c.Explanation)}, []string{markdown(s.in(c.Explanation))}
	for _, b := range c.Basis {
		cite, link := Text{JA: b, EN: b}, ""
		if src := s.r.opt.Sources; src != nil {
			cite = src.Cite(b)
			if x, ok := src.Source(b); ok {
				link = x.URL
				if link == "" {
					link = src.Documents[x.Document].URL
				}
			}
		}
		out.Relationships = append(out.Relationships, sarifRelationship{Target: sarifReference{ID: b, Index: new(s.taxon(b, cite, link)), ToolComponent: &sarifReference{Name: s.sources.Name, Index: new(0)}}, Kinds: []string{"relevant"}})
		plain = append(plain, "- "+s.in(cite))
		if link != "" {
			marked = append(marked, "- ["+markdown(s.in(cite))+"]("+link+")")
		} else {
			marked = append(marked, "- "+markdown(s.in(cite)))
		}
	}
	if n := s.r.notice(s.opt.Lang); n != "" {
		plain, marked = append(plain, n), append(marked, "\n"+markdown(n))
	}
	out.Help = &sarifMessage{Text: strings.Join(plain, "\n"), Markdown: strings.Join(marked, "\n")}
	tags := []string{"appi", "terms", string(c.Group)}
	out.Properties = map[string]any{"tags": tags, "status": c.Status, "group": string(c.Group)}
	return out
}

// taxon returns the index of a legal source, adding it on first use.
func (s *sarifWriter) taxon(id string, cite Text, link string) int {
	if i, ok := s.byTaxon[id]; ok {
		return i
	}
	s.byTaxon[id] = len(s.sources.Taxa)
	s.sources.Taxa = append(s.sources.Taxa, sarifRule{ID: id, ShortDescription: s.text(cite), HelpURI: link})
	return len(s.sources.Taxa) - 1
}

// helpURL is the page of a rule.
func (r *Result) helpURL(rule string) string {
	i := slices.IndexFunc(r.opt.Rules, func(x Rule) bool { return x.ID == rule && x.Class != nil })
	if i < 0 {
		return homepage
	}
	c := r.opt.Rules[i].Class
	return rulesPage + "/" + string(c.Group) + "/" + c.ID + ".yaml"
}
