"""Adding files: drops, pasted paths, and the sheet that shows them before they go."""
