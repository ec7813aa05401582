"""Which day holds which session: a week's needs, solved as a mixed-integer linear model."""
