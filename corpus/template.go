package corpus

// Templates find methods by their names at run time, for which the linker has to
// keep every method of every type of the program. Where a program has to be small,
// as in an image, text/template is built so that it asks for methods here instead
// (docs/_image/overlay.sh).

// TemplateMethod returns the method of a name that templates call, nil for none.
func (p *page) TemplateMethod(name string) any {
	switch name {
	case "Basis":
		return p.Basis
	case "ClassGroups":
		return p.ClassGroups
	case "Dots":
		return p.Dots
	case "Ends":
		return p.Ends
	case "Histogram":
		return p.Histogram
	case "In":
		return p.In
	case "Median":
		return p.Median
	case "OverlayBars":
		return p.OverlayBars
	case "Read":
		return p.Read
	case "ReasonBars":
		return p.ReasonBars
	case "Scored":
		return p.Scored
	case "T":
		return p.T
	case "VerdictBars":
		return p.VerdictBars
	case "VerdictLabel":
		return p.VerdictLabel
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (b *bar) TemplateMethod(name string) any {
	switch name {
	case "Above":
		return b.Above
	case "Base":
		return b.Base
	case "Bottom":
		return b.Bottom
	case "Mid":
		return b.Mid
	case "Short":
		return b.Short
	}
	return nil
}
