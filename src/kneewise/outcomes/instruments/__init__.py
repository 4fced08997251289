"""Questionnaires of the knee, one file each: items in, scores out, with the rule's year and what is missing.

No wording of any item is held here: items are named by their usual ids. WOMAC and EQ-5D are licensed; whoever uses
them brings the forms.
"""
