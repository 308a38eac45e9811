package report

// Templates find methods by their names at run time, for which the linker has to
// keep every method of every type of the program. Where a program has to be small,
// as in an image, text/template is built so that it asks for methods here instead
// (docs/_image/overlay.sh).

// TemplateMethod returns the method of a name that templates call, nil for none.
func (p *page) TemplateMethod(name string) any {
	switch name {
	case "Ask":
		return p.Ask
	case "At":
		return p.At
	case "Cites":
		return p.Cites
	case "Condition":
		return p.Condition
	case "Disclaimer":
		return p.Disclaimer
	case "Found":
		return p.Found
	case "Groups":
		return p.Groups
	case "In":
		return p.In
	case "Links":
		return p.Links
	case "Moved":
		return p.Moved
	case "OwnOnly":
		return p.OwnOnly
	case "Place":
		return p.Place
	case "Points":
		return p.Points
	case "Quote":
		return p.Quote
	case "Range":
		return p.Range
	case "Read":
		return p.Read
	case "ReadName":
		return p.ReadName
	case "Roles":
		return p.Roles
	case "Rule":
		return p.Rule
	case "Said":
		return p.Said
	case "SeverityName":
		return p.SeverityName
	case "Short":
		return p.Short
	case "Span":
		return p.Span
	case "Spot":
		return p.Spot
	case "StatusName":
		return p.StatusName
	case "SuggestionNotices":
		return p.SuggestionNotices
	case "Try":
		return p.Try
	case "Variant":
		return p.Variant
	case "Where":
		return p.Where
	case "Width":
		return p.Width
	}
	return nil
}
