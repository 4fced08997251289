"""A made-up set of cases of any size, with what is true of it written beside: to try, to test and to measure."""

from kneewise.review.demo.write import Demo, write_demo

__all__ = ["Demo", "write_demo"]
