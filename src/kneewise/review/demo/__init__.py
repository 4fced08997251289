"""A made-up set of cases of any size, with what is true of it written beside: to try, to test and to measure."""
