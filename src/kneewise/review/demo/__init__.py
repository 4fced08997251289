"""A made-up set of cases of any size, and what is true of it: to try, to test and to measure."""

from kneewise.review.demo.write import Demo, write_demo

__all__ = ["Demo", "write_demo"]
