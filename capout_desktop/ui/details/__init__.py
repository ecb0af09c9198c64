"""The panel beside the list that shows one document or several."""
