"""The user's lines: which ran, what feeds a result, and where a wrong value is assigned."""
