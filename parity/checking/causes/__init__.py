"""Why a result is wrong: fingerprints, the line, the smallest example."""
