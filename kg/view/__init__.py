"""Graph → page: the facts drawn as one self-contained, interactive HTML file."""
