package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/lint"
)

// settings are what lint, baseline and the editor go by: yakkan.yaml and the
// flags that stand above it.
type settings struct {
	config, baseline, suppressions string
	noConfig, blanket              bool

	cfg *lint.Config // nil where there is no file
	src []byte
}

func (s *settings) add(c *cobra.Command) {
	c.Flags().StringVar(&s.config, "config", "", "設定ファイル（既定は yakkan.yaml をこのフォルダから上へ探す）")
	c.Flags().BoolVar(&s.noConfig, "no-config", false, "設定ファイルを使わない")
	c.Flags().StringVar(&s.baseline, "baseline", "", "ベースラインのファイル")
	c.Flags().StringVar(&s.suppressions, "suppressions", "", "抑制のファイル（既定は yakkan.suppress.yaml）")
	c.Flags().BoolVar(&s.blanket, "allow-blanket", false, "全規則（*）の抑制を許す")
}

// load reads the settings. dir is where the search for them begins.
func (s *settings) load(a *app, cmd *cobra.Command, dir string) error {
	file := s.config
	if file == "" && !s.noConfig {
		found, err := lint.FindConfig(dir)
		if err != nil {
			return err
		}
		file = found
	}
	if file == "" {
		return nil
	}
	if rel, err := relativeToHere(file); err == nil {
		file = rel
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return fail("設定ファイル %s を読めません: %v", "cannot read the settings %s: %v", file, err)
	}
	if s.cfg, err = lint.DecodeConfig(file, src); err != nil {
		return err
	}
	s.src = src
	if s.cfg.Lang != "" && !cmd.Flags().Changed("lang") {
		a.lang = s.cfg.Lang
	}
	for _, dir := range s.cfg.Library {
		a.library = append(a.library, s.cfg.Resolve(dir))
	}
	return nil
}

// relativeToHere is a path as seen from the working folder, where that is shorter.
func relativeToHere(file string) (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return filepath.Rel(here, file)
}

// options are the settings for lint with the rules of the library.
func (s *settings) options(e *engine) (lint.Options, error) {
	opt := lint.Options{Config: s.cfg, Rules: rulesOf(e), Sources: e.lib.Legal().Sources, Blanket: s.blanket, Version: version}
	if err := s.cfg.CheckRules(s.src, opt.Rules); err != nil {
		return opt, err
	}
	var err error
	opt.Suppress, err = s.sideFile()
	return opt, err
}

// sideFile reads the suppressions: those named, else those of the settings, else
// yakkan.suppress.yaml beside the settings or here.
func (s *settings) sideFile() (*lint.SuppressFile, error) {
	file, named := s.suppressions, s.suppressions != ""
	if !named && s.cfg != nil && s.cfg.Suppressions != "" {
		file, named = s.cfg.Resolve(s.cfg.Suppressions), true
	}
	if !named {
		file = "yakkan.suppress.yaml"
		if s.cfg != nil {
			file = s.cfg.Resolve(file)
		}
	}
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil, nil
	}
	if err != nil {
		return nil, fail("抑制のファイル %s を読めません: %v", "cannot read the suppressions %s: %v", file, err)
	}
	return lint.DecodeSuppress(file, src)
}

// baselineFile is the path of the baseline, or "".
func (s *settings) baselineFile() string {
	if s.baseline == "" && s.cfg != nil {
		return s.cfg.Resolve(s.cfg.Baseline)
	}
	return s.baseline
}

// rulesOf are the patterns of a library.
func rulesOf(e *engine) []lint.Rule {
	var out []lint.Rule
	for _, c := range e.lib.List() {
		for _, p := range c.Patterns {
			out = append(out, lint.Rule{ID: c.Class.ID + "/" + p, Class: c.Class})
		}
	}
	return out
}

// files are what the user named, or what the settings name; without what the
// settings exclude.
func (s *settings) files(args []string) ([]string, error) {
	if len(args) > 0 || s.cfg == nil || len(s.cfg.Paths) == 0 {
		found, err := paths(args)
		if err != nil {
			return nil, err
		}
		return slices.DeleteFunc(found, func(f string) bool { return f != "-" && !slices.Contains(args, f) && s.cfg.Excludes(f) }), nil
	}
	var out []string
	root := s.cfg.Resolve(".")
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != root {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && s.cfg.Includes(p) && !s.cfg.Excludes(p) {
			out = append(out, p)
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fail("設定の paths に当たるファイルがありません: %s", "no file matches the paths of the settings: %s", strings.Join(s.cfg.Paths, " "))
	}
	return out, err
}
