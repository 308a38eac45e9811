package lint

import (
	_ "embed"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// ConfigSchema is the JSON Schema of yakkan.yaml, for editors.
//
//go:embed config.schema.json
var ConfigSchema []byte

// ConfigName is the name of the file of settings.
const ConfigName = "yakkan.yaml"

// Config is yakkan.yaml. Paths in it are relative to its folder. It is not
// changed once decoded.
type Config struct {
	Version      int               `yaml:"version"` // 1
	Lang         string            `yaml:"lang"`
	Paths        []string          `yaml:"paths"`   // globs of what lint reads when nothing is named
	Exclude      []string          `yaml:"exclude"` // globs of what it does not
	Library      []string          `yaml:"library"` // folders of further rules
	FailOn       string            `yaml:"fail_on"`
	Severities   map[string]string `yaml:"severities"` // by class, class/pattern, absent/class or rule of lint
	Thresholds   Thresholds        `yaml:"thresholds"`
	Baseline     string            `yaml:"baseline"`
	Suppressions string            `yaml:"suppressions"`
	AllowBlanket bool              `yaml:"allow_blanket"`
	Contracts    []Contract        `yaml:"contracts"`

	file string
}

// Thresholds are scores that count as issues: a defeat score above, a division
// score below. Nil means that no score does.
type Thresholds struct {
	Defeat   *int `yaml:"defeat"`
	Division *int `yaml:"division"`
}

// Contract is a set of documents that form one contract.
type Contract struct {
	Name      string           `yaml:"name"`
	Documents []ContractMember `yaml:"documents"` // of higher precedence first
}

// ContractMember is a document of a contract, and as what it is read.
type ContractMember struct {
	Path string `yaml:"path"`
	As   string `yaml:"as"` // terms, privacy, dpa, security, nda, contract, other; "" lets the text decide
}

var kindNames = []string{string(structure.Terms), string(structure.Privacy), string(structure.DPA), string(structure.Security), string(structure.NDA), string(structure.Contract), string(structure.OtherKind)}

// DecodeConfig reads settings; file is their path. The error is of type
// legal.Mistakes and holds every one with line and column.
func DecodeConfig(file string, src []byte) (*Config, error) {
	c := &Config{file: file}
	d, err := decodeYAML(file, src, c)
	if err != nil {
		return nil, err
	}
	d.version(c.Version)
	d.one(c.Lang, "lang", []string{"ja", "en"}, "lang")
	d.one(c.FailOn, "fail_on", append(Severities(), "never"), "fail_on")
	for _, rule := range slices.Sorted(maps.Keys(c.Severities)) {
		d.one(c.Severities[rule], "severities."+rule, severities, "severities", rule)
	}
	for name, v := range map[string]*int{"defeat": c.Thresholds.Defeat, "division": c.Thresholds.Division} {
		if v != nil && (*v < 0 || *v > 100) {
			d.report(Text{JA: "0 から 100 の数を指定してください", EN: "must lie between 0 and 100"}, "thresholds", name)
		}
	}
	globs := func(key string, list []string) {
		for i, g := range list {
			if _, err := path.Match(g, ""); err != nil || g == "" {
				d.report(Text{JA: fmt.Sprintf("%q はパターンとして読めません", g), EN: fmt.Sprintf("%q is no pattern", g)}, key, i)
			}
		}
	}
	globs("paths", c.Paths)
	globs("exclude", c.Exclude)
	seen := map[string]bool{}
	for i, k := range c.Contracts {
		if len(k.Documents) == 0 {
			d.report(Text{JA: "documents がありません", EN: "lacks documents"}, "contracts", i)
		}
		for j, m := range k.Documents {
			if m.Path == "" {
				d.report(Text{JA: "path がありません", EN: "lacks a path"}, "contracts", i, "documents", j)
			}
			if m.Path != "" && seen[path.Clean(m.Path)] {
				d.report(Text{JA: fmt.Sprintf("%s は既に挙げられています", m.Path), EN: m.Path + " is already there"}, "contracts", i, "documents", j, "path")
			}
			seen[path.Clean(m.Path)] = true
			d.one(m.As, "as", kindNames, "contracts", i, "documents", j, "as")
		}
	}
	return c, d.err()
}

// CheckRules reports severities of rules that the library does not have.
func (c *Config) CheckRules(src []byte, rules []Rule) error {
	if c == nil {
		return nil
	}
	d, err := decodeYAML(c.file, src, &Config{})
	if err != nil {
		return err
	}
	o := Options{Rules: rules}
	for _, rule := range slices.Sorted(maps.Keys(c.Severities)) {
		if !o.knows(rule) {
			d.report(Text{JA: fmt.Sprintf("規則 %s はありません", rule), EN: "there is no rule " + rule}, "severities", rule)
			d.mistakes[len(d.mistakes)-1].Hint = nearest(rule, o.ruleNames())
		}
	}
	return d.err()
}

// FindConfig looks for yakkan.yaml in a folder and those above it. It returns ""
// where there is none.
func FindConfig(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		file := filepath.Join(dir, ConfigName)
		if st, err := os.Stat(file); err == nil && st.Mode().IsRegular() {
			return file, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", nil
		}
		dir = up
	}
}

// Resolve returns a path of the settings as seen from the working folder.
func (c *Config) Resolve(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(filepath.Dir(c.file), filepath.FromSlash(p))
}

// Excludes reports whether a file is not to be read.
func (c *Config) Excludes(name string) bool {
	return c != nil && c.matches(c.Exclude, name)
}

// Includes reports whether a file is among Paths.
func (c *Config) Includes(name string) bool {
	return c.matches(c.Paths, name)
}

func (c *Config) matches(globs []string, name string) bool {
	rel := relative(filepath.Dir(c.file), name)
	return slices.ContainsFunc(globs, func(g string) bool { return matchPath(g, rel) })
}

// Kind returns as what kind a document is to be read; "" lets the text decide.
func (c *Config) Kind(name string) structure.DocumentKind {
	if c == nil {
		return ""
	}
	rel := relative(filepath.Dir(c.file), name)
	for _, k := range c.Contracts {
		for _, m := range k.Documents {
			if path.Clean(m.Path) == rel {
				return structure.DocumentKind(m.As)
			}
		}
	}
	return ""
}

// Paper is as what a member of a contract is compared with the others: one of
// legal.Papers.
func (m ContractMember) Paper() string {
	switch m.As {
	case "privacy", "dpa", "security":
		return m.As
	case "other":
		return "website"
	}
	return "terms"
}

// severity returns the severity that the settings give a rule: the most exact
// name wins.
func (c *Config) severity(rule, otherwise string) string {
	if c == nil {
		return otherwise
	}
	best, length := otherwise, -1
	for name, s := range c.Severities {
		if covers(name, rule) && len(name) > length {
			best, length = s, len(name)
		}
	}
	return best
}

// thresholds are the issues of scores.
func (c *Config) thresholds(r *report.Report) []Issue {
	if c == nil || r.Scores.Hidden {
		return nil
	}
	var out []Issue
	add := func(rule, ja, en string) {
		out = append(out, Issue{Rule: rule, Severity: "high", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Message: Text{JA: ja, EN: en}})
	}
	if t := c.Thresholds.Defeat; t != nil && r.Scores.Defeat.Value > *t {
		v := strconv.Itoa(r.Scores.Defeat.Value)
		add(overDefeat, fmt.Sprintf("例外への依拠しにくさの指標が %s で、設定した上限 %d を超えています。", v, *t), fmt.Sprintf("the defeat score is %s, above the limit of %d that is set.", v, *t))
	}
	if t := c.Thresholds.Division; t != nil && r.Scores.Division.Value < *t {
		v := strconv.Itoa(r.Scores.Division.Value)
		add(underDivision, fmt.Sprintf("責任分担の明確さの指標が %s で、設定した下限 %d を下回っています。", v, *t), fmt.Sprintf("the division score is %s, below the limit of %d that is set.", v, *t))
	}
	return out
}

const (
	overDefeat    = "threshold/defeat"
	underDivision = "threshold/division"
)

// ownRule is a rule of lint itself.
type ownRule struct {
	id          string
	title, help Text
}

// ownRules are the rules of lint itself, about suppressions and scores.
var ownRules = []ownRule{
	{malformed, Text{JA: "読めない抑制", EN: "unreadable suppression"}, Text{JA: "yakkan: で始まるコメントを指示として読めません。", EN: "A comment that begins with yakkan: cannot be read as a directive."}},
	{noReason, Text{JA: "理由のない抑制", EN: "suppression without a reason"}, Text{JA: "抑制には理由が必要です。理由のない抑制は効きません。", EN: "A suppression needs a reason; without one it does nothing."}},
	{expired, Text{JA: "期限の過ぎた抑制", EN: "suppression that is over"}, Text{JA: "until の日付を過ぎた抑制は効きません。", EN: "A suppression does nothing after the date of until."}},
	{unknownRule, Text{JA: "存在しない規則の抑制", EN: "suppression of an unknown rule"}, Text{JA: "抑制に書かれた規則がありません。", EN: "The rule of the suppression does not exist."}},
	{blanket, Text{JA: "全規則の抑制", EN: "suppression of every rule"}, Text{JA: "全規則の抑制は設定で許したときだけ効きます。", EN: "Suppressing every rule must be allowed by the settings."}},
	{unused, Text{JA: "使われていない抑制", EN: "unused suppression"}, Text{JA: "該当がなくなった抑制は削除してください。", EN: "Delete suppressions that suppress nothing."}},
	{overDefeat, Text{JA: "指標の上限超過", EN: "defeat score above its limit"}, Text{JA: "例外への依拠しにくさの指標が設定した上限を超えています。", EN: "The defeat score is above the limit that is set."}},
	{underDivision, Text{JA: "指標の下限割れ", EN: "division score below its limit"}, Text{JA: "責任分担の明確さの指標が設定した下限を下回っています。", EN: "The division score is below the limit that is set."}},
}
