"""The way through the site: the map, what belongs together, the glossary, the search."""
