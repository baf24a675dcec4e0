"""The kinds of box that attacks are played against."""

KINDS = ("namespaces",)
