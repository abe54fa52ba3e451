"""Initializers: objects and functions that draw weights."""

from __future__ import annotations

from reports.check.skeletons.facts import Facts
from shapes_of_code.code import Code, write_class, write_function, write_method
from shapes_of_code.spelling import BOOK, Spelling


def initializer_codes(facts: Facts) -> dict[str, Code]:
    plain, book = Spelling(facts, {}), Spelling(facts, BOOK)
    made = f"Right({book.passed()})"
    drawn = "np.random.randint(2**31)"
    return {
        "fresh": Code(
            write_class(
                write_method(
                    "__init__", plain.arguments(), f"self.right = Right({plain.passed()})"
                ),
                write_method("__call__", ["shape", "seed=None"], "return self.right(shape, seed)"),
            )
        ),
        "of_shape": Code(
            write_function("mine", ["shape", *book.arguments()], f"return {made}(shape, {drawn})")
        ),
        "of_sizes": Code(
            write_function(
                "mine",
                ["n_in", "n_out", *book.arguments(), "seed=None"],
                f"return {made}((n_in, n_out), seed)",
            )
        ),
        "of_book_sizes": Code(
            write_function(
                "mine",
                ["input_size", "output_size"],
                f"return Right()((input_size, output_size), {drawn})",
            )
        ),
    }
