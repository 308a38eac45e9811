package web

// Templates find methods by their names at run time, for which the linker has to
// keep every method of every type of the program. Where a program has to be small,
// as in an image, text/template is built so that it asks for methods here instead
// (docs/_image/overlay.sh).

// TemplateMethod returns the method of a name that templates call, nil for none.
func (a ask) TemplateMethod(name string) any {
	switch name {
	case "Companies":
		return a.Companies
	case "Has":
		return a.Has
	case "Number":
		return a.Number
	case "Papers":
		return a.Papers
	case "Value":
		return a.Value
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (b *batchRow) TemplateMethod(name string) any {
	switch name {
	case "Ended":
		return b.Ended
	case "Percent":
		return b.Percent
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (c *caseShown) TemplateMethod(name string) any {
	switch name {
	case "At":
		return c.At
	case "Called":
		return c.Called
	case "Doc":
		return c.Doc
	case "Places":
		return c.Places
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (d *diffShown) TemplateMethod(name string) any {
	switch name {
	case "Apart":
		return d.Apart
	case "Title":
		return d.Title
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (r *revisionData) TemplateMethod(name string) any {
	switch name {
	case "Once":
		return r.Once
	case "Refusals":
		return r.Refusals
	}
	return nil
}

// TemplateMethod returns the method of a name that templates call, nil for none.
func (v *view) TemplateMethod(name string) any {
	switch name {
	case "Accept":
		return v.Accept
	case "AskOf":
		return v.AskOf
	case "Blanks":
		return v.Blanks
	case "Body":
		return v.Body
	case "DutiesOf":
		return v.DutiesOf
	case "Guess":
		return v.Guess
	case "In":
		return v.In
	case "Keepings":
		return v.Keepings
	case "Name":
		return v.Name
	case "Once":
		return v.Once
	case "Other":
		return v.Other
	case "Outcome":
		return v.Outcome
	case "Roles":
		return v.Roles
	case "Some":
		return v.Some
	case "Spot":
		return v.Spot
	case "Style":
		return v.Style
	case "T":
		return v.T
	case "Whom":
		return v.Whom
	case "With":
		return v.With
	}
	return nil
}
