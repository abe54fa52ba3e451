"""Questions on one code, text or figure, alone or several together, as the exam sets them."""
