"""designgen compiles a requirements file into a design package that a principal engineer would sign.

understand: read, size, decide → design: ask, link → publish: render, merge, check, bind, write.
"""

__version__ = "0.1.0"
