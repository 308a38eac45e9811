// Suppression in the text: a comment says which rule, why, and until when.
//
//	<!-- yakkan:ignore monitor/of-data 保守契約で限定済み until=2027-03-31 owner=法務 -->
//
// It stands for the next clause: the widest provision that begins behind it, with
// all that is below; inside a sentence, for the provision of that sentence.
// ignore-file stands for the whole document. A suppression that has no reason, is
// over, names no rule or suppresses nothing is itself an issue, and does nothing.

package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// suppression is what the two forms have in common.
type suppression struct {
	rules []string
	cause Cause
	place Issue // where it is written, for issues about it
	used  bool
	wrong *Issue
}

type directive struct {
	suppression
	file   bool
	target *structure.Provision // nil with file, and where no clause follows
}

type directives []*directive

// readDirectives reads the suppressions in the text of a document.
func readDirectives(in *Input, opt *Options) directives {
	if in.Document == nil || in.Tree == nil {
		return nil
	}
	var out directives
	for _, d := range in.Document.Directives() {
		x := &directive{}
		x.place = Issue{Document: in.Report.Document.Name, State: New, input: in, Line: d.Origin.Line, Column: d.Origin.Column, EndLine: d.Origin.EndLine, EndColumn: d.Origin.EndColumn}
		x.cause = Cause{Kind: "text", File: in.Report.Document.Name, Line: d.Origin.Line}
		out = append(out, x)
		words := strings.Fields(d.Text)
		if len(words) == 0 || words[0] != "ignore" && words[0] != "ignore-file" {
			verb := ""
			if len(words) > 0 {
				verb = words[0]
			}
			x.fault(malformed, fmt.Sprintf("yakkan:%s という指示はありません。ignore 又は ignore-file を使ってください。", verb), fmt.Sprintf("there is no directive yakkan:%s; use ignore or ignore-file.", verb))
			continue
		}
		x.file = words[0] == "ignore-file"
		if len(words) == 1 {
			x.fault(malformed, "抑制する規則がありません。例: yakkan:ignore monitor/of-data 理由", "the suppression names no rule, as in: yakkan:ignore monitor/of-data reason")
			continue
		}
		x.rules = strings.Split(words[1], ",")
		x.read(words[2:])
		if !x.file {
			x.target = nextClause(in.Tree, d.Next)
		}
		x.check(opt)
	}
	return out
}

// read reads the reason, until= and owner=.
func (s *suppression) read(words []string) {
	var reason []string
	for _, w := range words {
		if v, ok := strings.CutPrefix(w, "until="); ok {
			s.cause.Until = v
		} else if v, ok := strings.CutPrefix(w, "owner="); ok {
			s.cause.Owner = v
		} else {
			reason = append(reason, w)
		}
	}
	s.cause.Reason = strings.Join(reason, " ")
}

// The rules of lint about suppressions.
const (
	malformed   = "suppress/malformed"
	noReason    = "suppress/no-reason"
	expired     = "suppress/expired"
	unknownRule = "suppress/unknown-rule"
	blanket     = "suppress/blanket"
	unused      = "suppress/unused"
)

func (s *suppression) fault(rule, ja, en string) {
	is := s.place
	is.Rule, is.Severity, is.Message = rule, "medium", Text{JA: ja, EN: en}
	s.wrong = &is
}

// check finds what is wrong with a suppression; it then suppresses nothing.
func (s *suppression) check(opt *Options) {
	for _, r := range s.rules {
		switch {
		case r == "*":
			if !opt.Blanket && (opt.Config == nil || !opt.Config.AllowBlanket) {
				s.fault(blanket, "全規則（*）の抑制は、設定 allow_blanket: true 又は --allow-blanket があるときだけ有効です。規則を指定してください。", "suppressing every rule (*) needs allow_blanket: true or --allow-blanket; name the rule.")
				return
			}
		case !opt.knows(r):
			hint := nearest(r, opt.ruleNames())
			ja, en := fmt.Sprintf("規則 %s はありません。", r), fmt.Sprintf("there is no rule %s.", r)
			if hint != "" {
				ja, en = ja+hint+" のことですか。", en+" Did you mean "+hint+"?"
			}
			s.fault(unknownRule, ja, en)
			return
		}
	}
	if strings.Trim(s.cause.Reason, "-—:： ") == "" {
		s.fault(noReason, "抑制に理由がありません。規則の後に理由を書いてください。抑制は行っていません。", "the suppression has no reason; write one behind the rule. Nothing was suppressed.")
		return
	}
	if s.cause.Until == "" {
		return
	}
	end, err := time.Parse(time.DateOnly, s.cause.Until)
	if err != nil {
		s.fault(malformed, fmt.Sprintf("until=%s は日付ではありません。例: until=2027-03-31", s.cause.Until), fmt.Sprintf("until=%s is no date; write it as until=2027-03-31.", s.cause.Until))
		return
	}
	if today := opt.Today; !today.IsZero() && today.Format(time.DateOnly) > end.Format(time.DateOnly) {
		s.fault(expired, fmt.Sprintf("抑制の期限（%s）が過ぎています。条項を見直すか、期限を改めてください。抑制は行っていません。", s.cause.Until), fmt.Sprintf("the suppression ended on %s; look at the clause again or set a new date. Nothing was suppressed.", s.cause.Until))
	}
}

func (o *Options) knows(rule string) bool {
	if class, ok := strings.CutPrefix(rule, absent); ok {
		return slices.ContainsFunc(o.Rules, func(r Rule) bool { return r.Class != nil && r.Class.ID == class })
	}
	if rule == "contradiction" || strings.HasPrefix(rule, contradiction) {
		return true // kinds are data of the library
	}
	return slices.ContainsFunc(o.Rules, func(r Rule) bool { return covers(rule, r.ID) }) || slices.ContainsFunc(ownRules, func(r ownRule) bool { return covers(rule, r.id) })
}

// ruleNames are classes and patterns.
func (o *Options) ruleNames() []string {
	var out []string
	for _, r := range o.Rules {
		out = append(out, r.ID)
		if r.Class != nil && !slices.Contains(out, r.Class.ID) {
			out = append(out, r.Class.ID)
		}
	}
	return out
}

// nextClause returns the provision that a comment before the offset next stands for.
func nextClause(tree *structure.Tree, next int) *structure.Provision {
	var first *structure.Provision
	for _, p := range tree.Provisions {
		if p.Body.Start <= next && next < p.Body.End {
			return p
		}
		if first == nil && p.Kind >= structure.Article && p.Span.Start >= next {
			first = p
		}
	}
	return first
}

// suppress returns why an issue is suppressed in the text, or nil.
func (ds directives) suppress(is *Issue) *Cause {
	for _, d := range ds {
		if d.wrong != nil || !d.takes(is.Rule) || !d.file && !d.reaches(is) {
			continue
		}
		d.used = true
		return new(d.cause)
	}
	return nil
}

func (s *suppression) takes(rule string) bool {
	return slices.ContainsFunc(s.rules, func(r string) bool { return covers(r, rule) })
}

// reaches reports whether the provision of an issue is the target or below it.
func (d *directive) reaches(is *Issue) bool {
	if d.target == nil {
		return false
	}
	if is.Finding == nil { // known by its line only
		o := is.input.Document.Origin(d.target.Span)
		return is.Fingerprint != "" && o.Line <= is.Line && is.Line <= o.EndLine && !strings.HasPrefix(is.Rule, absent)
	}
	i := slices.IndexFunc(is.input.Report.Findings, func(f report.Finding) bool { return f.ID == is.Finding.ID })
	if i < 0 || i >= len(is.input.Findings) {
		return false
	}
	f := &is.input.Findings[i]
	if d.target.Span.Contains(source.Span{Start: f.Span.Start, End: f.Span.Start + 1}) {
		return true
	}
	for p := f.Provision; p != nil; p = p.Parent {
		if p == d.target || p.Continues == d.target {
			return true
		}
	}
	return false
}

// issues are what is wrong with the suppressions, and those that do nothing.
func (ds directives) issues(opt *Options) []Issue {
	var out []Issue
	for _, d := range ds {
		out = d.report(out, opt, func() (string, string) {
			where := Text{JA: "この文書", EN: "this document"}
			if !d.file {
				where = Text{JA: "次の条項がありません", EN: "no clause follows it"}
				if d.target != nil {
					where = Text{JA: "次の条項", EN: "the next clause"}
					if d.target.Label != "" {
						where = Text{JA: "次の条項（" + d.target.Label + "）", EN: "the next clause (" + d.target.Label + ")"}
					}
				}
			}
			return fmt.Sprintf("この抑制は使われていません（対象: %s）。不要なら削除してください。", where.JA), fmt.Sprintf("this suppression is not used (it stands for %s); delete it if it is not needed.", where.EN)
		})
	}
	return out
}

// report adds the issue about s, if there is one.
func (s *suppression) report(out []Issue, opt *Options, idle func() (ja, en string)) []Issue {
	if s.wrong == nil && !s.used {
		ja, en := idle()
		s.fault(unused, ja, en)
		s.wrong.Severity = "low"
	}
	if s.wrong != nil {
		s.wrong.Severity = opt.Config.severity(s.wrong.Rule, s.wrong.Severity)
		if s.wrong.Severity != "off" {
			out = append(out, *s.wrong)
		}
	}
	return out
}
