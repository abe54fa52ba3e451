"""The harness: draw a case, evaluate it in every framework, compare, judge, record."""
