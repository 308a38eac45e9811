package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/structure"
)

func (a *app) structureCommand() *cobra.Command {
	var in inputFlags
	c := &cobra.Command{
		Use: "structure FILE", Short: "条・項・号の木、定義、当事者を示す", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opt, err := in.options()
			if err != nil {
				return err
			}
			tree, err := a.parse(args[0], &in, opt.Limits, opt.Format)
			if err != nil || tree == nil {
				return err
			}
			tree.Print(a.out)
			return nil
		},
	}
	in.add(c)
	return c
}

// parse reads and parses one input. It prints what could not be read; the tree
// is nil where nothing could.
func (a *app) parse(path string, in *inputFlags, lim document.Limits, format document.Format) (*structure.Tree, error) {
	e, err := a.open()
	if err != nil {
		return nil, err
	}
	return a.parseWith(e, path, in, lim, format)
}

func (a *app) parseWith(e *engine, path string, in *inputFlags, lim document.Limits, format document.Format) (*structure.Tree, error) {
	data, err := a.readInput(path, lim.Bytes)
	if err != nil {
		return nil, err
	}
	name := a.nameOf(path, in)
	d := document.Read(name, data, document.Options{Format: format, Limits: lim})
	problems := d.Problems
	var tree *structure.Tree
	if d.Status != document.Unreadable {
		so := e.lib.Parties()
		so.Limits = lim
		tree = structure.Parse(d, so)
		problems = append(problems, tree.Problems...)
	}
	for _, p := range problems {
		fmt.Fprintf(a.err, "yakkan: %s: %s\n", name, p.Message)
	}
	if d.Status != document.Complete || tree == nil || len(tree.Problems) > 0 {
		a.raise(exitIncomplete)
	}
	return tree, nil
}
