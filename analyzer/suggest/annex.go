package suggest

func (e *editor) appendAnnex() {}
