package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// actionScript is the step of the GitHub Action that lints.
func actionScript(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Runs struct {
			Steps []struct {
				ID  string            `yaml:"id"`
				Run string            `yaml:"run"`
				Env map[string]string `yaml:"env"`
			} `yaml:"steps"`
		} `yaml:"runs"`
	}
	if err := yaml.Unmarshal(src, &action); err != nil {
		t.Fatal(err)
	}
	for _, s := range action.Runs.Steps {
		if s.ID == "lint" {
			return s.Run
		}
	}
	t.Fatal("the action has no step lint")
	return ""
}

// The action hands its inputs over as arguments, names with blanks and quotes
// unchanged, and keeps the exit code.
func TestAction(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("skipped: bash is not there")
	}
	script := actionScript(t)
	for _, tt := range []struct {
		env  []string
		code string
		want string
	}{
		{[]string{"FILES=", "CODE=0"}, "0", "lint|--format|github|--"},
		{[]string{"FILES=規約/a b.md\n$(touch x).md\n", "FAIL_ON=medium", "BASELINE=b.json", "SARIF=o.sarif", "YAKKAN_LANG=en", "CODE=1"}, "1",
			"lint|--format|github|--fail-on|medium|--baseline|b.json|--out|sarif=o.sarif|--lang|en|--|規約/a b.md|$(touch x).md"},
		{[]string{"FILES=-x", "CODE=3"}, "3", "lint|--format|github|--|-x"},
	} {
		dir := t.TempDir()
		stub := "#!" + bash + "\nIFS='|'; printf '%s' \"$*\" > \"$RUNNER_TEMP/args\"; exit $CODE\n"
		if err := os.WriteFile(filepath.Join(dir, "yakkan"), []byte(stub), 0o755); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "RUNNER_TEMP=" + dir, "GITHUB_OUTPUT=" + filepath.Join(dir, "out")}, tt.env...)
		err := cmd.Run()
		if got := cmd.ProcessState.ExitCode(); strings.TrimSpace(tt.code) != string(rune('0'+got)) {
			t.Errorf("%q: exit code %d (%v), want %s", tt.env, got, err, tt.code)
		}
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		if string(args) != tt.want {
			t.Errorf("%q:\ngot  %s\nwant %s", tt.env, args, tt.want)
		}
		out, _ := os.ReadFile(filepath.Join(dir, "out"))
		if string(out) != "exit-code="+tt.code+"\n" {
			t.Errorf("%q: output %q", tt.env, out)
		}
		if _, err := os.Stat(filepath.Join(dir, "x.md")); err == nil {
			t.Error("a name was run as a command")
		}
	}
}

// The hook takes names as terms have them, and no programs.
func TestPreCommitHook(t *testing.T) {
	src, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry, Language, Files string }
	if err := yaml.Unmarshal(src, &hooks); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 1 || hooks[0].Entry != "yakkan lint" {
		t.Fatalf("got %+v", hooks)
	}
	files := regexp.MustCompile(hooks[0].Files)
	for name, want := range map[string]bool{"terms.md": true, "docs/利用規約.html": true, "legal/Privacy-Policy.txt": true, "README.md": false, "terms.go": false} {
		if files.MatchString(name) != want {
			t.Errorf("%s: %v, want %v", name, !want, want)
		}
	}
}
