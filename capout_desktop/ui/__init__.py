"""Qt widgets, models and delegates: they mirror the domain and hold no rules of their own."""
