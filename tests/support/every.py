"""One test for many things, where a test of its own for each would cost more than it does."""

import functools
import inspect
import itertools
import traceback


def every(**given):
    """Have a test go through all values of its arguments, and tell of all for which it fails.

    Its other arguments are fixtures, which it gets once for all values.

    Args:
        given: the values of each argument; of several, all combinations.
    """

    def decorate(test):
        @functools.wraps(test)
        def through_all(**fixtures):
            tried, failed = 0, []
            for values in itertools.product(*given.values()):
                tried += 1
                try:
                    test(**dict(zip(given, values, strict=True)), **fixtures)
                except Exception as error:
                    line = traceback.extract_tb(error.__traceback__)[-1].lineno
                    what = f"{type(error).__name__}: {error}" if str(error) else repr(error)
                    named = ", ".join(str(getattr(value, "name", value)) for value in values)
                    failed.append(f"{named}, line {line}: {what}")
            assert tried
            if failed:
                raise AssertionError(f"{len(failed)} of {tried} fail\n" + "\n".join(failed))

        taken = inspect.signature(test).parameters
        unknown = set(given) - set(taken)
        assert not unknown, f"{test.__name__}: {unknown}"
        fixtures = [own for name, own in taken.items() if name not in given]
        through_all.__signature__ = inspect.Signature(fixtures)
        del through_all.__wrapped__  # whose arguments would all be taken for fixtures
        return through_all

    return decorate
