package patterns

import (
	"fmt"
	"slices"
	"strings"
)

// Scaffold returns the path and the text of a new class file that loads as soon
// as its words are put in. The group is one of power, support, division and
// context, or a name of the user's own.
func Scaffold(class, group string) (name string, text []byte, err error) {
	if !isName(class) {
		return "", nil, fmt.Errorf("class %q: use only a-z 0-9 _ -", class)
	}
	if !isName(group) {
		return "", nil, fmt.Errorf("group %q: use one of %s, or a name of your own of a-z 0-9 _ -", group, strings.Join(groupNames, ", "))
	}
	severity := "medium"
	switch {
	case group == "power":
		severity = "high"
	case !slices.Contains(groupNames, group):
		severity = "info"
	}
	return fmt.Sprintf("rules/ja/%s/%s.yaml", group, class), fmt.Appendf(nil, scaffold, class, group, severity), nil
}

const scaffold = `# What the clause does, in one sentence; what it is not.
class: %[1]s
group: %[2]s
title: {ja: "日本語の題", en: "English title"}
status: experimental
severity: %[3]s
basis: [qa-7-53]
message:
  ja: "「{quote}」は登録類型に一致します。確認すべきことをここに書きます。"
  en: "“{quote}” matches a registered type. Say here what to check."
explanation:
  ja: "なぜ問題になるかを書きます。"
  en: "Say why it matters."
false_positives: []
suggest: []
patterns:
  first:
    bearer: vendor
    modality: [permission, will]
    act: "閲覧 | 参照"
    object: "<customer_data>"
    unless:
      denied: "義務 ~2 負う ない"
tests:
  match:
    - text: 当社は、必要と認めるときは、契約者データを閲覧することができます。
      data: customer_data
      trigger: discretion
  none:
    - text: 契約者は、契約者データを閲覧することができます。
      by: bearer
  todo: []
`
