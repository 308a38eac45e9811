package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// chosen returns the language that arguments ask for. It is needed before they are
// parsed: mistakes in them are told in it.
func chosen(args []string) string {
	for i, s := range args {
		switch {
		case s == "--":
			return "ja"
		case s == "--lang=en", s == "--lang" && i+1 < len(args) && args[i+1] == "en":
			return "en"
		}
	}
	return "ja"
}

// speak makes a command and those below it explain themselves in the language of
// the user: cobra knows English only, and our texts are Japanese. Nothing of it is
// done unless somebody asks or errs.
func (a *app) speak(root *cobra.Command) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		a.translate(c)
		var text bytes.Buffer
		root.SetOut(&text)
		help(c, args)
		root.SetOut(a.out)
		fmt.Fprint(a.out, a.headings(text.String()))
	})
	root.SetFlagErrorFunc(a.flagError)
	each(root, func(c *cobra.Command) {
		if !c.Runnable() && c != root {
			c.RunE, c.SuggestionsMinimumDistance, c.DisableFlagsInUseLine = group, 2, true
		}
		if check := c.Args; check != nil {
			c.Args = func(c *cobra.Command, args []string) error {
				if check(c, args) == nil {
					return nil
				}
				return fail("%s: 引数の数（%d）が違います。使い方: %s", "%s: %d is not the right number of arguments; usage: %s", c.CommandPath(), len(args), c.UseLine())
			}
		}
	})
}

// group is what a command does that has only others below it.
func group(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	return unknown(args[0], c.CommandPath(), strings.Join(c.SuggestionsFor(args[0]), ", "))
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		each(sub, do)
	}
}

// translate gives a command, its flags and the commands below it their texts.
func (a *app) translate(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	name := func(c *cobra.Command) string {
		return strings.TrimPrefix(strings.TrimPrefix(c.CommandPath(), "yakkan"), " ")
	}
	texts := japanese
	if a.lang == "en" {
		texts = english()
	}
	flag := func(f *pflag.Flag) {
		if s := texts[name(c)+" --"+f.Name]; s != "" {
			f.Usage = s
		} else if s := texts["--"+f.Name]; s != "" {
			f.Usage = s
		}
	}
	c.Flags().VisitAll(flag)
	c.InheritedFlags().VisitAll(flag)
	for _, sub := range append(c.Commands(), c) {
		if s := texts[name(sub)]; s != "" {
			sub.Short = s
		}
	}
	if s := texts[name(c)+" long"]; s != "" {
		c.Long = s
	}
	if c.Long == "" {
		c.Long = c.Short
	}
	c.Long += a.exits(name(c))
}

// exitOne says of which commands the exit code may be 1, and what that means.
var exitOne = map[string][2]string{
	"":            {"該当あり（lint）、判定の悪化（diff）、残る条項（suggest）、試験の失敗、又は下限を下回る数値", "findings (lint), a worse verdict (diff), clauses that stay (suggest), failed tests, or a figure below its floor"},
	"lint":        {"--fail-on 以上の新しい該当あり", "new findings at or above --fail-on"},
	"diff":        {"判定の悪化、又は重要度 high の新しい該当あり", "the verdict is worse, or there are new findings of severity high"},
	"suggest":     {"ひな形を挿入しても、置き換えられない条項が残る", "clauses stay that no template replaces"},
	"eval":        {"下限（--floor-…）を下回る数値あり", "a figure is below its floor (--floor-…)"},
	"rules test":  {"試験の失敗あり", "tests failed"},
	"rules stats": {"精度表が --check のファイルと違う", "the card is not that of --check"},
	"healthcheck": {"サーバーが応答しないか、準備ができていない", "the server does not answer or is not ready"},
}

// exitThree are the commands that read documents.
var exitThree = []string{"", "analyze", "annotate", "baseline write", "baseline update", "baseline prune", "batch", "diff", "duties", "lint", "position", "structure", "suggest"}

// exits returns the table of the exit codes of a command.
func (a *app) exits(name string) string {
	one, three := exitOne[name][0] != "", slices.Contains(exitThree, name)
	if !one && !three {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n\n%s:\n  0  %s\n", a.say("終了コード", "Exit codes"), a.say("正常に終了", "done"))
	if one {
		fmt.Fprintf(&b, "  1  %s\n", a.say(exitOne[name][0], exitOne[name][1]))
	}
	fmt.Fprintf(&b, "  2  %s\n", a.say("使い方、設定又は規則の誤り、対象ファイルなし", "usage, configuration or rule error, or no file"))
	if three {
		fmt.Fprintf(&b, "  3  %s\n", a.say("完全には読み取れなかった入力あり（結果は出力）", "some input could not be read completely (results are written)"))
	}
	return strings.TrimRight(b.String(), "\n")
}

// japanese is what cobra adds of its own.
var japanese = map[string]string{
	"help":                  "コマンドの使い方を示す",
	"completion":            "シェルの補完スクリプトを出力する",
	"completion bash":       "bash の補完スクリプトを出力する",
	"completion zsh":        "zsh の補完スクリプトを出力する",
	"completion fish":       "fish の補完スクリプトを出力する",
	"completion powershell": "PowerShell の補完スクリプトを出力する",
	"completion long":       "シェルの補完スクリプトを出力します。読み込ませ方は、yakkan completion bash --help などで示します（英語）。",
	"--help":                "使い方を示す",
	"--no-descriptions":     "補完に説明を付けない",
}

// headings puts the headings of help into Japanese.
func (a *app) headings(text string) string {
	if a.lang == "en" {
		return text
	}
	words := map[string]string{
		"Usage:": "使い方:", "Examples:": "例:", "Available Commands:": "コマンド:", "Flags:": "フラグ:", "Global Flags:": "共通のフラグ:",
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if w, ok := words[line]; ok {
			lines[i] = w
		} else if before, after, ok := strings.Cut(line, " (default "); ok {
			lines[i] = before + "（既定 " + strings.Trim(strings.TrimSuffix(after, ")"), `"`) + "）"
		} else if s, ok := strings.CutSuffix(line, " for more information about a command."); ok {
			lines[i] = "各コマンドの使い方: " + strings.Trim(strings.TrimPrefix(s, "Use "), `"`)
		}
	}
	return strings.Join(lines, "\n")
}

// flagError explains a mistake in a flag.
func (a *app) flagError(c *cobra.Command, err error) error {
	see := c.CommandPath() + " --help"
	switch e := err.(type) {
	case *pflag.NotExistError:
		dashes := "--"
		if e.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		ja, en := "", ""
		if near := nearFlag(c, e.GetSpecifiedName()); near != "" {
			ja, en = fmt.Sprintf("--%s ではありませんか。", near), fmt.Sprintf("did you mean --%s? ", near)
		}
		return fail("%s%s というフラグはありません。%s使えるフラグは %s で示します", "there is no flag %s%s; %s%s lists what there is", dashes, e.GetSpecifiedName(), either{ja, en}, see)
	case *pflag.ValueRequiredError:
		return fail("--%s には値を指定してください（%s）", "--%s needs a value (%s)", e.GetSpecifiedName(), see)
	case *pflag.InvalidValueError:
		kind := map[string][2]string{
			"int": {"整数", "a whole number"}, "int64": {"整数", "a whole number"}, "float64": {"数", "a number"}, "bool": {"true 又は false", "true or false"}, "duration": {"30s、24h などの時間", "a time such as 30s or 24h"},
		}[e.GetFlag().Value.Type()]
		if kind[0] == "" {
			kind = [2]string{"正しい形", "a value of the right form"}
		}
		return fail("--%s %s は使えません。%sを指定してください（%s）", "--%s %s: give %s (%s)", e.GetFlag().Name, e.GetValue(), either(kind), see)
	}
	return fail("フラグが読み取れません: %v（%s）", "the flags cannot be read: %v (%s)", err, see)
}

// either is an argument of fail that is not the same in both languages.
type either [2]string

// inJapanese says what the system refused; other errors are as they are.
func inJapanese(err error) string {
	for _, known := range []struct {
		err  error
		says string
	}{
		{fs.ErrNotExist, "そのようなファイル又はフォルダはありません"},
		{fs.ErrPermission, "権限がありません"},
		{fs.ErrExist, "既にあります"},
		{syscall.EISDIR, "ファイルではなくフォルダです"},
		{syscall.ENOTDIR, "途中の名前がフォルダではありません"},
		{syscall.ENOSPC, "空き容量がありません"},
		{syscall.ECONNREFUSED, "接続を断られました"},
	} {
		if errors.Is(err, known.err) {
			return known.says
		}
	}
	return err.Error()
}

// nearFlag returns the flag that shares the longest beginning, three letters at
// least, with what was written.
func nearFlag(c *cobra.Command, name string) string {
	best, n := "", 2
	look := func(f *pflag.Flag) {
		k := 0
		for k < len(f.Name) && k < len(name) && f.Name[k] == name[k] {
			k++
		}
		if k > n || k == n && best != "" && len(f.Name) < len(best) {
			best, n = f.Name, k
		}
	}
	c.Flags().VisitAll(look)
	c.InheritedFlags().VisitAll(look)
	return best
}

var unknownCommand = regexp.MustCompile(`^unknown command "(.*)" for "([^"]*)"(?s:.*?Did you mean this\?\s+(\S+))?`)

// commandError explains that there is no such command, or returns nil where the
// mistake is another.
func commandError(err error) *failure {
	m := unknownCommand.FindStringSubmatch(err.Error())
	if m == nil {
		return nil
	}
	return unknown(m[1], m[2], m[3])
}

// unknown says that there is no such command below a command, and which is near.
func unknown(name, below, near string) *failure {
	ja, en := "", ""
	if near != "" {
		ja, en = near+" ではありませんか。", "did you mean "+near+"? "
	}
	return &failure{
		fmt.Sprintf("%s に %s というコマンドはありません。%sコマンドの一覧は %s --help で示します", below, name, ja, below),
		fmt.Sprintf("%s has no command %s; %s%s --help lists what there is", below, name, en, below),
	}
}
