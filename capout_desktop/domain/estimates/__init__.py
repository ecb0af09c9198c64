"""Reading of an estimate from the positioned text of its pages."""
